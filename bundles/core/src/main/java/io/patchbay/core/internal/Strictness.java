package io.patchbay.core.internal;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a client asks, in the query, that what a provider cannot be told is an error: {@code strict}, or {@code strict=true}. */
final class Strictness {
    private static final String NAME = "strict";

    private Strictness() {}

    /** Whether a query asks for it. */
    static boolean asked(String query) {
        return query.contains(NAME)
                && Arrays.stream(query.split("&")).anyMatch(each -> isMeant(each) && !each.equals(NAME + "=false"));
    }

    /** The query for the provider: this is between the client and the gateway. */
    static String without(String query) {
        return query.contains(NAME)
                ? Arrays.stream(query.split("&")).filter(each -> !isMeant(each)).collect(Collectors.joining("&"))
                : query;
    }

    private static boolean isMeant(String parameter) {
        return parameter.equals(NAME) || parameter.startsWith(NAME + "=");
    }
}
