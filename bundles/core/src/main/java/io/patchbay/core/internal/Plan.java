package io.patchbay.core.internal;

import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.Timeouts;
import java.util.List;
import java.util.Optional;

/**
 * Where an exchange is tried, in which order.
 *
 * @param route the route that says so; empty where the model's name alone did
 * @param steps the targets, the first to try first; at least one
 */
record Plan(Optional<Route> route, List<Step> steps) {

    /**
     * One target of a plan.
     *
     * @param target what to try
     * @param provider its provider; empty where its successor is waited for, if nobody else can answer
     * @param timeouts its limits, the route's own over the provider's
     */
    record Step(Target target, Optional<ProviderEntry> provider, Timeouts timeouts) {}

    Plan {
        steps = List.copyOf(steps);
    }

    /** How often to start over when every target has failed. What has no model may have been done: it is not done twice. */
    int retries() {
        boolean aboutAModel = !steps.getFirst().target().model().isEmpty();
        return route.map(known -> known.settings().retries()).orElse(aboutAModel ? 2 : 0);
    }

    /** Whether a provider must be told all that the client asks. */
    boolean strict() {
        return route.map(known -> known.settings().strict()).orElse(false);
    }

    /** Whether a cache may answer. */
    boolean cacheable() {
        return route.map(known -> known.settings().cache()).orElse(false);
    }
}
