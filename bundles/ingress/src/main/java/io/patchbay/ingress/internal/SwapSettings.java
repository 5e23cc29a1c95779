package io.patchbay.ingress.internal;

/**
 * How the data plane lets go of what is replaced and waits for what replaces it; {@link Ingress.Config} says what each
 * means.
 */
record SwapSettings(int replaceTimeoutMs, int successorTimeoutMs, int maxWaiting) {
    static final SwapSettings DEFAULT = new SwapSettings(120_000, 10_000, 1_000);

    SwapSettings {
        notNegative("replaceTimeoutMs", replaceTimeoutMs);
        notNegative("successorTimeoutMs", successorTimeoutMs);
        notNegative("maxWaiting", maxWaiting);
    }

    private static void notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more, not " + value);
        }
    }
}
