package io.patchbay.core.internal;

import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where an exchange is tried, in which order.
 *
 * @param route the route that says so; empty where the model's name alone did
 * @param targets what may answer as well as any other of them, the first to try first; at least one where there are no
 *        fallbacks
 * @param fallbacks where it goes on when none of the targets has answered
 * @param once whether one attempt is enough, whatever becomes of it
 */
record Plan(Optional<Route> route, List<Step> targets, Fallbacks fallbacks, boolean once) {

    /**
     * One target of a plan.
     *
     * @param target what to try
     * @param provider its provider; empty where its successor is waited for, if nobody else can answer
     * @param timeouts its limits, the route's own over the provider's
     */
    record Step(Target target, Optional<ProviderEntry> provider, Timeouts timeouts) {
        /** Whether the model goes on from what it is told that it has begun to say. */
        boolean prefills() {
            return provider.map(known -> known.info().prefills(target.model())).orElse(false);
        }
    }

    Plan {
        targets = List.copyOf(targets);
    }

    Plan(Optional<Route> route, List<Step> targets, Fallbacks fallbacks) {
        this(route, targets, fallbacks, false);
    }

    /** One attempt at one target. */
    static Plan once(Route route, Step step) {
        return new Plan(Optional.of(route), List.of(step), Fallbacks.NONE, true);
    }

    /** The first of all. */
    Step first() {
        return targets.isEmpty() ? fallbacks.general().getFirst() : targets.getFirst();
    }

    /** How often to start over when every target has failed. What has no model may have been done: it is not done twice. */
    int retries() {
        if (once) {
            return 0;
        }
        boolean aboutAModel = !first().target().model().isEmpty();
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

    /** What happens to a stream that breaks when its client has begun to read it. */
    RescuePolicy rescue() {
        return once ? RescuePolicy.NONE : route.map(Route::rescue).orElse(RescuePolicy.CONTINUE);
    }

    /** Whether a second attempt is made beside one that is slow. */
    boolean hedged() {
        return !once && route.map(known -> known.settings().hedge()).orElse(false);
    }

    /** After how long without a word it is made, in nanoseconds; below 0: after what the target seldom takes. */
    long hedgeAfterNanos() {
        return route.map(known -> Duration.ofMillis(known.settings().hedgeAfterMs()).toNanos()).orElse(-1L);
    }

    /** The same, going on by what the client itself names before anything else. */
    Plan withAsked(List<Step> asked) {
        return new Plan(route, targets, fallbacks.after(asked));
    }
}
