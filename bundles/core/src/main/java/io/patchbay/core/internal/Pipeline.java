package io.patchbay.core.internal;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What all exchanges share.
 *
 * @param time the clock
 * @param random what weights are drawn with
 * @param deadlines who watches the time
 * @param health what providers, models and keys have gone through
 * @param loads what attempts tell of their targets, for balancers
 * @param models what models there are
 * @param firstEvents how long targets take to begin, where that is asked
 * @param planner who makes plans
 * @param installed what is there now
 * @param successors where exchanges wait for what is not
 * @param routeLimits how much is asked of routes, and how much may be
 * @param shadows who mirrors exchanges
 * @param running the exchanges under way
 */
record Pipeline(Time time, RandomGenerator random, Deadlines deadlines, Health health, Loads loads,
        Models models, FirstEvents firstEvents, Planner planner, Installed installed, Successors successors,
        RouteLimits routeLimits, Shadows shadows, Running running) {

    /** What is common to all exchanges that go by the same services, with nothing known yet. */
    static Pipeline of(Time time, RandomGenerator random, Installed installed, Successors successors,
            Predicate<String> configuredProviders, Loads loads) {
        Health health = new Health(time, new RetryBudget(PipelineSettings.DEFAULT.retryBudgetRatio(),
                PipelineSettings.DEFAULT.retryBudgetBurst()));
        FirstEvents firstEvents = new FirstEvents();
        installed.watch(() -> health.follow(installed.snapshot()).forEach(moved -> {
            loads.forget(moved);
            firstEvents.forget(moved);
        }));
        Models models = new Models(health);
        return new Pipeline(time, random, new Deadlines(time), health, loads, models,
                firstEvents, new Planner(configuredProviders, models, successors, time), installed, successors,
                new RouteLimits(time), new Shadows(), new Running());
    }
}
