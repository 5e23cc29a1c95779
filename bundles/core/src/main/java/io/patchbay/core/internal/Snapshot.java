package io.patchbay.core.internal;

import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.routing.Balancer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an exchange needs to know of what is installed and configured, at one moment: read once per exchange, so
 * that no change tears it.
 *
 * @param dialects the dialects by their names
 * @param providers the providers by their names
 * @param keys the keys of each provider that has any
 * @param routes the routes, the most specific model first
 * @param filters the filters in their order
 * @param balancers the balancers by their names
 * @param cache the response cache, where one is there
 * @param listeners the listeners
 */
record Snapshot(Map<String, Dialect> dialects, Map<String, ProviderEntry> providers, Map<String, KeyPool> keys,
        List<ConfiguredRoute> routes, List<FilterEntry> filters, Map<String, Balancer> balancers,
        Optional<ResponseCache> cache, List<ExchangeListener> listeners) {
    static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of(), List.of(), List.of(), Map.of(),
            Optional.empty(), List.of());

    Snapshot {
        dialects = Map.copyOf(dialects);
        providers = Map.copyOf(providers);
        keys = Map.copyOf(keys);
        routes = List.copyOf(routes);
        filters = List.copyOf(filters);
        balancers = Map.copyOf(balancers);
        listeners = List.copyOf(listeners);
    }

    /** The keys of a provider; a pool without any where none is configured. */
    KeyPool keysOf(String provider) {
        KeyPool pool = keys.get(provider);
        return pool != null ? pool : new KeyPool(provider, List.of());
    }
}
