package io.patchbay.ingress.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 digest of a token: what is kept and compared in place of the token, so that the time of a comparison says
 * nothing about it.
 */
record TokenDigest(long a, long b, long c, long d) {
    /** Cloned for each use: to look the algorithm up costs more than to run it. */
    private static final MessageDigest SHA_256 = sha256();

    static TokenDigest of(String token) {
        try {
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
            return new TokenDigest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing of the digest either: it is as good as the token to who guesses tokens offline. */
    @Override
    public String toString() {
        return "TokenDigest";
    }
}
