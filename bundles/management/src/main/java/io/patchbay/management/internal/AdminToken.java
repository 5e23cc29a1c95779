package io.patchbay.management.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The credential of the management plane: a bearer token, which is also the password of the user {@code admin}.
 *
 * <p>It comes from the environment, else from a file in the gateway's home, which is made when it is not there.
 */
final class AdminToken {
    static final String VARIABLE = "PATCHBAY_ADMIN_TOKEN";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** 43 characters out of 62 are 256 bits. */
    private static final int LENGTH = 43;
    private static final byte[] USER = "admin:".getBytes(UTF_8);

    private final byte[] token;
    private final String origin;

    AdminToken(String token, String origin) {
        this.token = token.getBytes(UTF_8);
        this.origin = origin;
    }

    /**
     * Finds the token.
     *
     * @param environment the variables of the process
     * @param home the gateway's home
     * @throws IOException if there is none and none can be made; the message says why
     */
    static AdminToken find(Map<String, String> environment, Optional<Path> home) throws IOException {
        String variable = environment.getOrDefault(VARIABLE, "").strip();
        if (!variable.isEmpty()) {
            return new AdminToken(variable, VARIABLE);
        }
        if (home.isEmpty()) {
            throw new IOException("there is no admin token: set " + VARIABLE + ", or give the gateway a home");
        }
        Path file = home.get().resolve("secrets/admin-token");
        try {
            return new AdminToken(readOrMake(file), file.toString());
        } catch (IOException e) {
            throw new IOException("the admin token cannot be kept in " + file + ": " + e, e);
        }
    }

    /** Where the token can be looked up: the name of a variable, or a file. */
    String origin() {
        return origin;
    }

    /** Whether the value of an {@code Authorization} header holds the token; takes as long for a wrong as for a right one. */
    boolean accepts(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = authorization.substring(0, Math.max(space, 0));
        String credentials = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return MessageDigest.isEqual(token, credentials.getBytes(UTF_8));
        }
        return scheme.equalsIgnoreCase("Basic") && MessageDigest.isEqual(token, password(credentials));
    }

    /** The password of the user {@code admin} in Basic credentials; empty, and so wrong, for anything else. */
    private static byte[] password(String credentials) {
        try {
            byte[] decoded = Base64.getDecoder().decode(credentials);
            boolean admin = Arrays.mismatch(USER, decoded) == USER.length;
            return admin ? Arrays.copyOfRange(decoded, USER.length, decoded.length) : new byte[0];
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private static String readOrMake(Path file) throws IOException {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw new IOException("the file is empty; without it, a new token is made");
            }
            return token;
        } catch (NoSuchFileException _) {
            return make(file);
        }
    }

    private static String make(Path file) throws IOException {
        String token = random(new SecureRandom());
        Path directory = file.getParent();
        Files.createDirectories(directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A temporary file is readable by its owner alone, and a move leaves no moment with half a token.
        Path written = Files.createTempFile(directory, "admin-token", "");
        Files.writeString(written, token + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return token;
    }

    private static String random(RandomGenerator random) {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .map(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
