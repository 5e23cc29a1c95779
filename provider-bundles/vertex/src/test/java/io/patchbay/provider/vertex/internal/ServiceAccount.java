package io.patchbay.provider.vertex.internal;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A service account that nobody has ever had. */
final class ServiceAccount {
    private static final KeyPair KEYS = keys();

    private ServiceAccount() {}

    /** Its key as Google gives it out. */
    static String json(String email) {
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\\n-----END PRIVATE KEY-----\\n";
        return """
                {"type": "service_account", "project_id": "p", "private_key_id": "1", "private_key": "%s",
                 "client_email": "%s", "client_id": "1", "token_uri": "https://oauth2.googleapis.com/token"}
                """.formatted(pem, email);
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
