package io.patchbay.core.internal;

import java.time.Duration;
import java.util.Set;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * How the pipeline lets go of what is replaced and waits for what replaces it, and how much it repeats; {@link Config} says
 * what each means.
 */
record PipelineSettings(Duration drainTimeout, Duration successorTimeout, int maxWaiting, Set<String> requiredFilters,
        double retryBudgetRatio, int retryBudgetBurst, int maxShadows) {
    static final PipelineSettings DEFAULT = new PipelineSettings(Duration.ofMinutes(2), Duration.ofSeconds(10), 1_000,
            Set.of(), 0.2, 100, 100);

    /** The settings as they are configured. */
    @ObjectClassDefinition(name = "Patchbay: pipeline", description = "How bundles are replaced under requests, and how much is repeated.")
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

        /** What an exchange earns. */
        @AttributeDefinition(name = "Retry budget: part of the requests", min = "0", description = "How many further attempts at what has just failed, and hedges, all requests may make together, as a part of the number of requests. Going on to another target costs nothing.")
        double retryBudgetRatio() default 0.2;

        /** What is kept. */
        @AttributeDefinition(name = "Retry budget: burst", min = "0", description = "How many further attempts can be saved up.")
        int retryBudgetBurst() default 100;

        /** How much is mirrored. */
        @AttributeDefinition(name = "Shadows", min = "0", description = "How many requests are mirrored to shadows of their routes at the same time; more are left out.")
        int maxShadows() default 100;
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException where one is out of range, naming it
     */
    static PipelineSettings of(Config config) {
        return new PipelineSettings(Duration.ofMillis(notNegative("drainTimeoutMs", config.drainTimeoutMs())),
                Duration.ofMillis(notNegative("successorTimeoutMs", config.successorTimeoutMs())),
                notNegative("maxWaiting", config.maxWaiting()), Set.of(config.requiredFilters()),
                notNegative("retryBudgetRatio", config.retryBudgetRatio()),
                notNegative("retryBudgetBurst", config.retryBudgetBurst()),
                notNegative("maxShadows", config.maxShadows()));
    }

    private static double notNegative(String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be a number from 0 on, not " + value);
        }
        return value;
    }

    private static int notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more, not " + value);
        }
        return value;
    }
}
