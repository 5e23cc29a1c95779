package io.patchbay.core.internal;

import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.provider.Provider;
import io.patchbay.api.routing.Balancer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that are there now; each change makes a new {@link Snapshot}.
 *
 * <p>Where two services have one name, the older one serves, so that a new version only takes over when the old one is
 * withdrawn.
 */
final class Installed {
    private static final Logger LOG = LoggerFactory.getLogger(Installed.class);

    private final Bound<Dialect> dialects = new Bound<>();
    private final Bound<ProviderEntry> providers = new Bound<>();
    private final Bound<ConfiguredKey> keys = new Bound<>();
    private final Bound<ConfiguredRoute> routes = new Bound<>();
    private final Bound<FilterEntry> filters = new Bound<>();
    private final Bound<NamedBalancer> balancers = new Bound<>();
    private final Bound<ResponseCache> caches = new Bound<>();
    private final Bound<ExchangeListener> listeners = new Bound<>();
    private final List<Bound<?>> all =
            List.of(dialects, providers, keys, routes, filters, balancers, caches, listeners);
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** A balancer with the name that its service has. */
    private record NamedBalancer(String name, Balancer service) {}

    Snapshot snapshot() {
        return snapshot;
    }

    void addDialect(Dialect dialect) {
        change(() -> dialects.put(dialect, dialect));
    }

    void addProvider(Provider provider, Map<String, ?> properties) {
        ProviderEntry entry = ProviderEntry.of(provider, properties);
        LOG.info("provider {} is there", entry.name());
        change(() -> providers.put(provider, entry));
    }

    void addKey(ConfiguredKey key) {
        change(() -> keys.put(key, key));
    }

    void addRoute(ConfiguredRoute route) {
        change(() -> routes.put(route, route));
    }

    void addFilter(Filter filter, Map<String, ?> properties) {
        change(() -> filters.put(filter, FilterEntry.of(filter, properties)));
    }

    void addBalancer(Balancer balancer, Map<String, ?> properties) {
        String name = String.valueOf(properties.get("patchbay.balancer.name"));
        change(() -> balancers.put(balancer, new NamedBalancer(name, balancer)));
    }

    void addCache(ResponseCache cache) {
        change(() -> caches.put(cache, cache));
    }

    void addListener(ExchangeListener listener) {
        change(() -> listeners.put(listener, listener));
    }

    /** Takes a service out, whatever it is. */
    void remove(Object service) {
        change(() -> all.forEach(bound -> bound.remove(service)));
    }

    private synchronized void change(Runnable change) {
        change.run();
        snapshot = new Snapshot(byName(dialects.values(), Dialect::name),
                byName(providers.values(), ProviderEntry::name), keyPools(), sortedRoutes(), sortedFilters(),
                balancersByName(), caches.values().stream().findFirst(), listeners.values());
    }

    private Map<String, KeyPool> keyPools() {
        Map<String, KeyPool> pools = new HashMap<>();
        keys.values().stream()
                .sorted(Comparator.comparing(ConfiguredKey::name))
                .collect(Collectors.groupingBy(ConfiguredKey::provider, TreeMap::new, Collectors.toList()))
                .forEach((provider, own) -> pools.put(provider, new KeyPool(provider, own)));
        return pools;
    }

    /** Plain names before patterns, long patterns before short ones. */
    private List<ConfiguredRoute> sortedRoutes() {
        Comparator<ConfiguredRoute> order = Comparator
                .comparing((ConfiguredRoute route) -> !route.model().literal())
                .thenComparingInt(route -> -route.model().text().length())
                .thenComparing(ConfiguredRoute::name);
        return routes.values().stream().sorted(order).toList();
    }

    private List<FilterEntry> sortedFilters() {
        return filters.values().stream()
                .sorted(Comparator.comparingInt(FilterEntry::order).thenComparingLong(FilterEntry::id))
                .toList();
    }

    private Map<String, Balancer> balancersByName() {
        Map<String, Balancer> byName = new HashMap<>();
        balancers.values().forEach(balancer -> byName.putIfAbsent(balancer.name(), balancer.service()));
        return byName;
    }

    private static <T> Map<String, T> byName(List<T> values, Function<T, String> name) {
        Map<String, T> byName = new HashMap<>();
        values.forEach(value -> byName.putIfAbsent(name.apply(value), value));
        return byName;
    }

    /** Services by identity, the oldest first, each with what is known of it. */
    private static final class Bound<T> {
        private final List<Object> services = new ArrayList<>();
        private final List<T> values = new ArrayList<>();

        private void put(Object service, T value) {
            int at = indexOf(service);
            if (at < 0) {
                services.add(service);
                values.add(value);
            } else {
                values.set(at, value);
            }
        }

        private void remove(Object service) {
            int at = indexOf(service);
            if (at >= 0) {
                services.remove(at);
                values.remove(at);
            }
        }

        private List<T> values() {
            return values;
        }

        @SuppressWarnings("ReferenceEquality")
        private int indexOf(Object service) {
            for (int i = 0; i < services.size(); i++) {
                if (services.get(i) == service) {
                    return i;
                }
            }
            return -1;
        }
    }
}
