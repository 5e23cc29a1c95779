package io.patchbay.core.internal;

import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.routing.Balancer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that an exchange needs to know of what is installed and configured, at one moment: read once per exchange, so
 * that no change tears it.
 *
 * @param dialects the dialects by their names
 * @param providers the providers by their names
 * @param keys the keys of each provider that has any
 * @param routes the routes, in the order in which they are matched
 * @param filters the filters in their order
 * @param balancers the balancers by their names
 * @param cache the response cache, where one is there
 * @param listeners the listeners
 * @param leases who uses the bundles of all of these but the providers: each bundle once
 * @param requiredFilters the filters that run for every route, by any of their names
 * @param conditionReader where who reads the routes' conditions comes from, if a route has one
 * @param gone what was there and may come again
 */
record Snapshot(Map<String, DialectEntry> dialects, Map<String, ProviderEntry> providers, Map<String, KeyPool> keys,
        List<Route> routes, List<FilterEntry> filters, Map<String, Balancer> balancers, Optional<ResponseCache> cache,
        List<ExchangeListener> listeners, List<Leases> leases, Set<String> requiredFilters,
        Optional<Origin> conditionReader, Absent gone) {
    static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of(), List.of(), List.of(), Map.of(),
            Optional.empty(), List.of(), List.of(), Set.of(), Optional.empty(), Absent.NOTHING);

    Snapshot {
        dialects = Map.copyOf(dialects);
        providers = Map.copyOf(providers);
        keys = Map.copyOf(keys);
        routes = List.copyOf(routes);
        filters = List.copyOf(filters);
        balancers = Map.copyOf(balancers);
        listeners = List.copyOf(listeners);
        leases = List.copyOf(leases);
        requiredFilters = Set.copyOf(requiredFilters);
    }

    /** The same with what is not there. */
    Snapshot with(Absent absent) {
        return new Snapshot(dialects, providers, keys, routes, filters, balancers, cache, listeners, leases,
                requiredFilters, conditionReader, absent);
    }

    /** Whether it depends on the route which filters run. */
    boolean routesChooseFilters() {
        for (int i = 0; i < routes.size(); i++) {
            if (!routes.get(i).filters().all()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a filter runs where a route chooses so: what is required runs whatever it chooses. */
    boolean runs(FilterEntry filter, FilterChoice choice) {
        return choice.runs(filter) || !Collections.disjoint(requiredFilters, filter.names());
    }

    /** What an expression has come to, if a route has it and somebody has read it. */
    Optional<RouteCondition> condition(String expression) {
        return routes.stream().map(Route::when)
                .filter(when -> when.expression().equals(expression) && !when.unread()).findFirst();
    }

    /** The keys of a provider; a pool without any where none is configured. */
    KeyPool keysOf(String provider) {
        KeyPool pool = keys.get(provider);
        return pool != null ? pool : new KeyPool(provider, List.of());
    }

    /** The dialect of a name. */
    Optional<Dialect> dialect(String name) {
        DialectEntry entry = dialects.get(name);
        return entry == null ? Optional.empty() : Optional.of(entry.service());
    }

    /** Takes all leases, or none if one of them is not to be had. */
    boolean take() {
        for (int i = 0; i < leases.size(); i++) {
            if (!leases.get(i).take()) {
                leases.subList(0, i).forEach(Leases::giveBack);
                return false;
            }
        }
        return true;
    }

    /** Whether one of these bundles is on its way out by now. */
    boolean hasClosed() {
        return leases.stream().anyMatch(Leases::closed)
                || providers.values().stream().anyMatch(provider -> provider.leases().closed());
    }

    /** Gives all leases back. */
    void giveBack() {
        for (int i = 0; i < leases.size(); i++) {
            leases.get(i).giveBack();
        }
    }

    /** Whether an exchange that has this snapshot's leases keeps the bundle from stopping. */
    boolean holds(Leases bundle) {
        for (int i = 0; i < leases.size(); i++) {
            if (leases.get(i).equals(bundle)) {
                return true;
            }
        }
        return false;
    }
}
