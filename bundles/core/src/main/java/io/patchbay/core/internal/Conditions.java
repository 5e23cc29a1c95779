package io.patchbay.core.internal;

import io.patchbay.api.routing.ConditionReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the conditions of routes: each expression once, as long as the service is the same that reads them. It is got when
 * the first route has one. Not safe for use by many threads.
 */
final class Conditions {
    private static final Logger LOG = LoggerFactory.getLogger(Conditions.class);

    private @Nullable Origin reader;
    private Map<String, RouteCondition> known = Map.of();

    /** The same routes with their conditions read, if somebody is there who can. */
    List<Route> read(List<Route> routes, Optional<Bound.Entry<Supplier<@Nullable ConditionReader>>> by) {
        Map<String, RouteCondition> before = by.isPresent() && by.get().origin().equals(reader) ? known : Map.of();
        Map<String, RouteCondition> now = new HashMap<>();
        List<Route> read = routes.stream().map(route -> route.when().always() || by.isEmpty()
                ? route
                : route.when(now.computeIfAbsent(route.when().expression(),
                        expression -> before.containsKey(expression)
                                ? before.get(expression)
                                : read(route, by.get().value()))))
                .toList();
        reader = by.map(Bound.Entry::origin).orElse(null);
        known = now;
        return read;
    }

    private static RouteCondition read(Route route, Supplier<@Nullable ConditionReader> by) {
        RouteCondition condition = route.when();
        try {
            ConditionReader service = by.get();
            return service == null ? condition : condition.read(service.read(condition.expression()));
        } catch (IllegalArgumentException e) {
            LOG.warn("route {} is for no request: its condition is wrong: {}", route.name(), e.getMessage());
            return condition.wrong(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("route {} is for no request: its condition cannot be read", route.name(), e);
            return condition.wrong("reading it failed: " + e);
        }
    }
}
