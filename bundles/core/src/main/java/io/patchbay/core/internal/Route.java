package io.patchbay.core.internal;

import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Timeouts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A route as its configuration has it at one moment.
 *
 * @param name its name
 * @param model the models that it is for
 * @param when which requests of these models
 * @param targets where they go
 * @param fallbacks where they go when all targets failed
 * @param shadow where they are mirrored, the weights being shares of them
 * @param sticky what keeps requests with one target
 * @param filters which filters run
 * @param rescue what happens to a stream that breaks
 * @param settings all else
 */
record Route(String name, ModelPattern model, RouteCondition when, List<TargetSpec> targets, FallbackSpecs fallbacks,
        List<TargetSpec> shadow, Stickiness sticky, FilterChoice filters, RescuePolicy rescue,
        ConfiguredRoute.Settings settings) {
    /**
     * High priorities before low ones; of one priority plain names before patterns, and long patterns before short ones; of
     * one model those with a condition before one without.
     */
    static final Comparator<Route> MATCHING_ORDER = Comparator
            .comparingLong((Route route) -> -(long) route.settings().priority())
            .thenComparing(route -> !route.model().literal())
            .thenComparingInt(route -> -route.model().text().length())
            .thenComparing(route -> route.when().always())
            .thenComparing(Route::name);

    /**
     * Reads a route; its condition is read later.
     *
     * @throws IllegalArgumentException where a setting cannot be read, naming it
     */
    static Route of(ConfiguredRoute.Settings settings, Map<String, ?> properties) {
        return new Route(ConfiguredName.of(properties), new ModelPattern(settings.model()),
                RouteCondition.unread(settings.when()), TargetSpec.parseAll("targets", settings.targets()),
                FallbackSpecs.of(settings), TargetSpec.parseShares("shadow", settings.shadow()),
                Stickiness.of(settings.sticky()),
                new FilterChoice(Set.of(settings.filters()), Set.of(settings.withoutFilters())),
                RescuePolicy.of(settings.rescue()), settings);
    }

    /** The same with another condition. */
    Route when(RouteCondition condition) {
        return new Route(name, model, condition, targets, fallbacks, shadow, sticky, filters, rescue, settings);
    }

    /** The provider's limits, but for those that the route has its own of. */
    Timeouts override(Timeouts provider) {
        return new Timeouts(or(settings.connectTimeoutMs(), provider.connect()),
                or(settings.headersTimeoutMs(), provider.headers()),
                or(settings.firstEventTimeoutMs(), provider.firstEvent()),
                or(settings.stallTimeoutMs(), provider.stall()),
                or(settings.timeoutMs(), provider.total()));
    }

    private static Duration or(long ms, Duration otherwise) {
        return ms < 0 ? otherwise : Duration.ofMillis(ms);
    }
}
