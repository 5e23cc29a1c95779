package io.patchbay.core.internal;

import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.ConditionReader;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Services of every kind that an exchange may need.
 *
 * @param dialects dialects
 * @param providers providers
 * @param keys keys
 * @param routes routes
 * @param filters filters
 * @param balancers balancers
 * @param caches caches
 * @param listeners listeners
 * @param conditionReaders who can read the conditions of routes, got when needed
 */
record Services(Bound<DialectEntry> dialects, Bound<ProviderEntry> providers, Bound<ProviderKey> keys,
        Bound<Route> routes, Bound<FilterEntry> filters, Bound<NamedBalancer> balancers, Bound<ResponseCache> caches,
        Bound<ExchangeListener> listeners, Bound<Supplier<@Nullable ConditionReader>> conditionReaders) {

    /** A balancer with the name that its service has. */
    record NamedBalancer(String name, Balancer service) {}

    /** No services. */
    Services() {
        this(new Bound<>(), new Bound<>(), new Bound<>(), new Bound<>(), new Bound<>(), new Bound<>(), new Bound<>(),
                new Bound<>(), new Bound<>());
    }

    Services copy() {
        return new Services(dialects.copy(), providers.copy(), keys.copy(), routes.copy(), filters.copy(),
                balancers.copy(), caches.copy(), listeners.copy(), conditionReaders.copy());
    }

    /** Takes a service out, whatever it is. */
    Optional<Origin> remove(long serviceId) {
        return kinds().flatMap(bound -> bound.remove(serviceId).stream()).findFirst();
    }

    /** The bundles of these that are on their way out: each once. */
    List<Leases> closing() {
        return kinds().flatMap(Bound::closing).distinct().toList();
    }

    /** The newer versions of bundles whose older ones serve as well: each once. Keys and routes are of this bundle. */
    List<Leases> beside() {
        return Stream.of(dialects, providers, filters, balancers, caches, listeners, conditionReaders)
                .flatMap(Bound::beside).distinct().toList();
    }

    private Stream<Bound<?>> kinds() {
        return Stream.of(dialects, providers, keys, routes, filters, balancers, caches, listeners,
                conditionReaders);
    }

    /** What serves of them. Where two services of different things have one name, the older one does. */
    Snapshot snapshot(Version version, Conditions conditions, Set<String> requiredFilters,
            Function<Snapshot, Absent> absent) {
        var speaking = dialects.serving(version);
        var filtering = filters.serving(version);
        var balancing = balancers.serving(version);
        var caching = caches.serving(version);
        var listening = listeners.serving(version);
        List<Route> matching = routes.all().stream().sorted(Route.MATCHING_ORDER).toList();
        boolean conditional = matching.stream().anyMatch(route -> !route.when().always());
        var reading = conditional
                ? conditionReaders.serving(version)
                : List.<Bound.Entry<Supplier<@Nullable ConditionReader>>>of();
        List<Leases> leases = Stream.of(speaking, filtering, balancing, caching, listening, reading)
                .flatMap(List::stream).map(entry -> entry.origin().leases()).distinct().toList();
        Map<String, DialectEntry> dialectsByName = new HashMap<>();
        speaking.forEach(entry -> dialectsByName.putIfAbsent(entry.value().name(), entry.value()));
        Map<String, ProviderEntry> providersByName = new HashMap<>();
        providers.serving(version).forEach(entry -> providersByName.putIfAbsent(entry.value().name(), entry.value()));
        Map<String, Balancer> balancersByName = new HashMap<>();
        balancing.forEach(entry -> balancersByName.putIfAbsent(entry.value().name(), entry.value().service()));
        Snapshot present = new Snapshot(dialectsByName, providersByName, keyPools(),
                conditions.read(matching, reading.stream().findFirst()),
                values(filtering).stream().sorted(Comparator.comparingInt(FilterEntry::order)).toList(),
                balancersByName, values(caching).stream().findFirst(), values(listening), leases,
                requiredFilters, reading.stream().findFirst().map(Bound.Entry::origin), Absent.NOTHING);
        return present.with(absent.apply(present));
    }

    private Map<String, KeyPool> keyPools() {
        Map<String, KeyPool> pools = new HashMap<>();
        keys.all().stream()
                .sorted(Comparator.comparing(ProviderKey::name))
                .collect(Collectors.groupingBy(ProviderKey::provider, TreeMap::new, Collectors.toList()))
                .forEach((provider, own) -> pools.put(provider, new KeyPool(provider, own)));
        return pools;
    }

    private static <T> List<T> values(List<Bound.Entry<T>> entries) {
        return entries.stream().map(Bound.Entry::value).toList();
    }
}
