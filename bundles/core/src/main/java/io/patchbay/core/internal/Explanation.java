package io.patchbay.core.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.Timeouts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What would become of a request now, for the management plane: which route, which targets, and why none of the others. */
final class Explanation {
    private final Pipeline pipeline;
    private final Snapshot snapshot;
    private final Exchange exchange;
    private final TargetReport targets;

    /**
     * An explanation of an exchange, which no filter has seen.
     *
     * @param snapshot what it goes by, its leases taken
     */
    Explanation(Pipeline pipeline, Snapshot snapshot, Exchange exchange) {
        this.pipeline = pipeline;
        this.snapshot = snapshot;
        this.exchange = exchange;
        this.targets = new TargetReport(pipeline, snapshot, exchange.request());
    }

    /** All of it, for JSON. */
    Map<String, @Nullable Object> told() {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("model", exchange.model());
        told.put("dialect", exchange.request().dialect());
        told.put("operation", exchange.request().operation().name());
        told.put("stream", exchange.request().stream());
        told.put("caller", exchange.caller().name());
        Optional<Route> route = Optional.empty();
        Optional<GatewayException> undecided = Optional.empty();
        try {
            route = pipeline.planner().route(snapshot, exchange, pipeline.time()::nanos);
        } catch (GatewayException e) {
            undecided = Optional.of(e);
        }
        told.put("route", route.map(Route::name).orElse(null));
        told.put("routes", routes(route, undecided.isPresent()));
        told.put("filters", filters(route));
        if (undecided.isPresent()) {
            told.put("error", error(undecided.get()));
        } else {
            planned(told, route);
        }
        return told;
    }

    private void planned(Map<String, @Nullable Object> told, Optional<Route> route) {
        try {
            if (!exchange.caller().mayUse(exchange.model())) {
                throw ExchangeRun.forbidden(exchange);
            }
            plan(told, pipeline.planner().plan(snapshot, exchange, route, pipeline.time()::nanos));
        } catch (GatewayException e) {
            told.put("error", error(e));
        }
    }

    private List<Map<String, @Nullable Object>> routes(Optional<Route> taken, boolean undecided) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Route route : snapshot.routes()) {
            boolean fits = route.model().matches(exchange.model());
            RouteCondition.Verdict verdict = fits
                    ? route.when().ask(route.name(), exchange, pipeline.time()::now)
                    : new RouteCondition.Verdict(false, "");
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("name", route.name());
            told.put("priority", route.settings().priority());
            told.put("model", route.model().text());
            told.put("when", route.when().expression());
            told.put("condition", (fits && verdict.failure().isEmpty()) ? verdict.holds() : null);
            told.put("taken", is(taken, route));
            told.put("why", undecided && verdict.holds()
                    ? "whether one before it is taken cannot be told"
                    : why(route, taken, fits, verdict));
            all.add(told);
        }
        return all;
    }

    private String why(Route route, Optional<Route> taken, boolean fits, RouteCondition.Verdict verdict) {
        if (!fits) {
            return exchange.model().isEmpty() ? "the request has no model" : "it is for other models";
        }
        if (!verdict.failure().isEmpty()) {
            return route.when().flaw().isEmpty() ? "its condition fails: " + verdict.failure() : verdict.failure();
        }
        if (!verdict.holds()) {
            return "its condition is false";
        }
        if (taken.isEmpty()) {
            return "the model names a provider itself";
        }
        return is(taken, route)
                ? "the first that fits"
                : "the route '" + taken.get().name() + "' comes before it";
    }

    private static boolean is(Optional<Route> taken, Route route) {
        return taken.isPresent() && taken.get().name().equals(route.name());
    }

    private List<String> filters(Optional<Route> route) {
        FilterChoice choice = route.map(Route::filters).orElse(FilterChoice.ALL);
        return snapshot.filters().stream().filter(filter -> snapshot.runs(filter, choice)).map(FilterEntry::name)
                .toList();
    }

    private void plan(Map<String, @Nullable Object> told, Plan plan) {
        List<Map<String, @Nullable Object>> inOrder = new ArrayList<>();
        plan.targets().forEach(step -> inOrder.add(targets.told(step.target(), step.timeouts())));
        Map<String, Object> fallbacks = new LinkedHashMap<>();
        plan.route().ifPresent(route -> {
            route.targets().stream().map(spec -> spec.target(exchange.model()))
                    .filter(target -> plan.targets().stream().noneMatch(step -> step.target().equals(target)))
                    .forEach(target -> inOrder.add(targets.told(target, route.override(Timeouts.DEFAULT))));
            fallbacks.put("any", told(route, route.fallbacks().general()));
            route.fallbacks().byKind()
                    .forEach((kind, specs) -> fallbacks.put(FallbackSpecs.word(kind), told(route, specs)));
            told.put("fallbackOn", route.fallbacks().also().stream().map(FallbackSpecs::word).sorted().toList());
            told.put("sticky", route.settings().sticky());
            told.put("balancer", route.settings().balancer());
            told.put("shadow", told(route, route.shadow()));
            told.put("limits", limits(route));
        });
        told.put("targets", inOrder);
        told.put("fallbacks", fallbacks);
        told.put("retries", plan.retries());
        told.put("cache", plan.cacheable() && snapshot.cache().isPresent());
        told.put("strict", plan.strict());
    }

    private List<Map<String, @Nullable Object>> told(Route route, List<TargetSpec> specs) {
        return specs.stream().map(spec -> {
            Target target = spec.target(exchange.model());
            ProviderEntry provider = snapshot.providers().get(target.provider());
            return targets.told(target,
                    route.override(provider == null ? Timeouts.DEFAULT : provider.info().timeouts()));
        }).toList();
    }

    private Map<String, Object> limits(Route route) {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("maxConcurrent", route.settings().maxConcurrent());
        limits.put("running", pipeline.routeLimits().running(route.name()));
        limits.put("requestsPerMinute", route.settings().requestsPerMinute());
        return limits;
    }

    private static Map<String, Object> error(GatewayException error) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("status", error.status());
        told.put("kind", FallbackSpecs.word(error.kind()));
        told.put("message", error.publicMessage());
        return told;
    }
}
