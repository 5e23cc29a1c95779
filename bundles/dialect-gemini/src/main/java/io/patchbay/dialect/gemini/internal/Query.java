package io.patchbay.dialect.gemini.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a request's query. */
final class Query {
    /** What asks for a stream of server-sent events; without it, a stream is an array. */
    static final String SSE = "alt=sse";

    /** Where Google's APIs take credentials from. */
    private static final Set<String> CREDENTIALS = Set.of("key", "access_token");

    private Query() {}

    /** The key that a client gave; empty where there is none. */
    static Optional<String> key(String query) {
        return Arrays.stream(query.split("&"))
                .filter(each -> each.startsWith("key="))
                .map(each -> decode(each.substring("key=".length())).strip())
                .filter(key -> !key.isEmpty())
                .findFirst();
    }

    /** The query for a provider, which sees no client's credentials. */
    static String withoutCredentials(String query) {
        return Arrays.stream(query.split("&"))
                .filter(each -> !CREDENTIALS.contains(each.substring(0, (each + "=").indexOf('='))))
                .collect(Collectors.joining("&"));
    }

    /** Whether a stream is asked for as server-sent events. */
    static boolean wantsEvents(String query) {
        return Arrays.asList(query.split("&")).contains(SSE);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
