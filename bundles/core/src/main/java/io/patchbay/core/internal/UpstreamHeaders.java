package io.patchbay.core.internal;

import java.util.Locale;
import java.util.Set;

/** Which of a client's headers do not go to a provider: those of the connection, of the client, and our own. */
final class UpstreamHeaders {
    /** Hop by hop: RFC 9110 section 7.6.1. Length and encoding are the transport's, credentials the provider's. */
    private static final Set<String> WITHHELD = Set.of("connection", "keep-alive", "proxy-authenticate",
            "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
            "http2-settings", "host", "content-length", "content-encoding", "accept-encoding", "expect", "cookie",
            "authorization", "x-api-key", "api-key", "x-goog-api-key", "x-amz-security-token", "x-amz-date",
            "x-amz-content-sha256", "forwarded", "via", "x-real-ip",
            "x-request-id");

    private UpstreamHeaders() {}

    /** Whether a header stays here. */
    static boolean withheld(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WITHHELD.contains(lower) || lower.startsWith("x-patchbay-") || lower.startsWith("x-forwarded-");
    }
}
