package io.patchbay.core.internal;

import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Timeouts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A route as its configuration has it at one moment.
 *
 * @param name its name
 * @param model the models that it is for
 * @param targets where they go
 * @param fallbacks where they go when all targets failed
 * @param rescue what happens to a stream that breaks
 * @param settings all else
 */
record Route(String name, ModelPattern model, List<TargetSpec> targets, List<TargetSpec> fallbacks,
        RescuePolicy rescue, ConfiguredRoute.Settings settings) {
    /** Plain names before patterns, long patterns before short ones. */
    static final Comparator<Route> MOST_SPECIFIC_FIRST = Comparator
            .comparing((Route route) -> !route.model().literal())
            .thenComparingInt(route -> -route.model().text().length())
            .thenComparing(Route::name);

    /**
     * Reads a route.
     *
     * @throws IllegalArgumentException where a setting cannot be read
     */
    static Route of(ConfiguredRoute.Settings settings, Map<String, ?> properties) {
        return new Route(ConfiguredName.of(properties), new ModelPattern(settings.model()),
                Stream.of(settings.targets()).map(TargetSpec::parse).toList(),
                Stream.of(settings.fallbacks()).map(TargetSpec::parse).toList(),
                RescuePolicy.of(settings.rescue()), settings);
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
