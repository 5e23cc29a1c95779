package io.patchbay.dialect.bedrock.internal;

import java.util.Optional;

/**
 * A client's token in its {@code Authorization}: a bearer, as AWS's SDKs send a Bedrock API key, or the access key id
 * of a signature. The signature itself is not checked: the token that stands for the access key id is the secret.
 */
final class ClientTokens {
    private static final String BEARER = "Bearer ";
    private static final String SIGNATURE = "AWS4-HMAC-SHA256 ";
    private static final String CREDENTIAL = "Credential=";

    private ClientTokens() {}

    static Optional<String> read(String authorization) {
        String token = "";
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            token = authorization.substring(BEARER.length()).strip();
        } else if (authorization.startsWith(SIGNATURE)) {
            int from = authorization.indexOf(CREDENTIAL) + CREDENTIAL.length();
            int to = authorization.indexOf('/', from);
            token = from < CREDENTIAL.length() || to < 0 ? "" : authorization.substring(from, to);
        }
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
