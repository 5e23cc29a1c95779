package io.patchbay.core.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is not there, but was, or must be.
 *
 * @param dialects dialects that were withdrawn, by their names
 * @param providers providers that were withdrawn, by their names
 * @param filters filters that were withdrawn
 * @param required filters that must be there and are not, by the names that the settings give them
 * @param conditions routes' conditions that nobody can read
 */
record Absent(Map<String, Gone<String>> dialects, Map<String, Gone<ProviderInfo>> providers,
        List<Gone<String>> filters, Map<String, Window> required, Optional<Unread> conditions) {
    static final Absent NOTHING = new Absent(Map.of(), Map.of(), List.of(), Map.of(), Optional.empty());

    Absent {
        dialects = Map.copyOf(dialects);
        providers = Map.copyOf(providers);
        filters = List.copyOf(filters);
        required = Map.copyOf(required);
    }

    /** Whether there is nothing that an exchange could miss before it is planned. */
    boolean nothing() {
        return dialects.isEmpty() && filters.isEmpty() && required.isEmpty();
    }

    /** All that was withdrawn. */
    Stream<Gone<?>> gone() {
        List<Gone<?>> all = new ArrayList<>(dialects.values());
        all.addAll(providers.values());
        all.addAll(filters);
        return all.stream();
    }

    /** The same without some of what was withdrawn. */
    Absent without(Predicate<Gone<?>> some) {
        return new Absent(without(dialects, some), without(providers, some),
                filters.stream().filter(some.negate()).toList(), required, conditions);
    }

    private static <T> Map<String, Gone<T>> without(Map<String, Gone<T>> all, Predicate<Gone<?>> some) {
        Map<String, Gone<T>> left = new HashMap<>(all);
        left.values().removeIf(some);
        return left;
    }
}
