package io.patchbay.core.internal;

import java.time.Duration;
import java.util.Map;

/**
 * How a provider is spared, as its service's properties say.
 *
 * @param cooldown how long a key, or what has failed too often, rests at first where nobody says how long
 * @param maxConcurrent how many attempts there may be at a time; 0 for as many as come
 * @param adaptive whether that number is found by itself, {@code maxConcurrent} being the most
 * @param maxQueued how many exchanges wait for a place
 * @param queueTimeout how long they wait
 * @param probe how often the provider is asked whether it is well while it is not; zero for never
 */
record ProviderLimits(Duration cooldown, int maxConcurrent, boolean adaptive, int maxQueued, Duration queueTimeout,
        Duration probe) {
    /** What holds where nothing is configured. */
    static final ProviderLimits DEFAULT =
            new ProviderLimits(Duration.ofSeconds(5), 0, false, 1_000, Duration.ofSeconds(10), Duration.ZERO);

    /** Reads the properties of a provider's service. */
    static ProviderLimits of(Map<String, ?> properties) {
        return new ProviderLimits(ms(properties, "cooldownMs", DEFAULT.cooldown),
                number(properties, "maxConcurrent", DEFAULT.maxConcurrent),
                Boolean.TRUE.equals(properties.get("adaptiveConcurrency")),
                number(properties, "maxQueued", DEFAULT.maxQueued),
                ms(properties, "queueTimeoutMs", DEFAULT.queueTimeout), ms(properties, "probeMs", DEFAULT.probe));
    }

    private static Duration ms(Map<String, ?> properties, String name, Duration otherwise) {
        return properties.get(name) instanceof Number number ? Duration.ofMillis(number.longValue()) : otherwise;
    }

    private static int number(Map<String, ?> properties, String name, int otherwise) {
        return properties.get(name) instanceof Number number ? number.intValue() : otherwise;
    }
}
