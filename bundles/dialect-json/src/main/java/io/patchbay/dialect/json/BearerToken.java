package io.patchbay.dialect.json;

import io.patchbay.api.exchange.Headers;
import java.util.Optional;

/** The token of {@code Authorization: Bearer ...} (RFC 6750, section 2.1). */
public final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** The token; empty where there is none. */
    public static Optional<String> of(Headers headers) {
        return headers.first("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(token -> !token.isEmpty());
    }
}
