package io.patchbay.core.internal;

import java.time.Duration;
import java.util.Set;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * How the pipeline lets go of what is replaced and waits for what replaces it; {@link Config} says what each means.
 */
record SwapSettings(Duration drainTimeout, Duration successorTimeout, int maxWaiting, Set<String> requiredFilters,
        int maxShadows) {
    static final SwapSettings DEFAULT =
            new SwapSettings(Duration.ofMinutes(2), Duration.ofSeconds(10), 1_000, Set.of(), 100);

    /** The settings as they are configured. */
    @ObjectClassDefinition(name = "Patchbay: pipeline", description = "How bundles are replaced under requests.")
    public @interface Config {
        /** How long a stopping bundle is waited for. */
        @AttributeDefinition(name = "Time to drain (ms)", min = "0", description = "How long requests may go on to use a bundle that is to stop; then they are cancelled.")
        int drainTimeoutMs() default 120_000;

        /** How long requests wait. */
        @AttributeDefinition(name = "Time for a successor (ms)", min = "0", description = "How long requests wait for the successor of a provider, filter or dialect that was withdrawn; then they get 503.")
        int successorTimeoutMs() default 10_000;

        /** How many requests wait. */
        @AttributeDefinition(name = "Waiting requests", min = "0", description = "How many requests wait for successors at the same time; more get 503 at once.")
        int maxWaiting() default 1_000;

        /** What is never skipped. */
        @AttributeDefinition(name = "Required filters", required = false, description = "Names of filters without which no request is answered: the name in the configuration, its PID, or the component's name.")
        String[] requiredFilters() default {};

        /** How much is mirrored. */
        @AttributeDefinition(name = "Shadows", min = "0", description = "How many requests are mirrored to shadows of their routes at the same time; more are left out.")
        int maxShadows() default 100;
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException where one is out of range, naming it
     */
    static SwapSettings of(Config config) {
        return new SwapSettings(Duration.ofMillis(notNegative("drainTimeoutMs", config.drainTimeoutMs())),
                Duration.ofMillis(notNegative("successorTimeoutMs", config.successorTimeoutMs())),
                notNegative("maxWaiting", config.maxWaiting()), Set.of(config.requiredFilters()),
                notNegative("maxShadows", config.maxShadows()));
    }

    private static int notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more, not " + value);
        }
        return value;
    }
}
