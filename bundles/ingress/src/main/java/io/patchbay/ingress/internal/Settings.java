package io.patchbay.ingress.internal;

/**
 * The settings of the data plane, checked; {@link Ingress.Config} says what each means.
 */
record Settings(String host, int port, boolean anonymous, int maxBodyBytes, int maxHeaderBytes, int headersTimeoutMs,
        int bodyTimeoutMs, int idleTimeoutMs, int maxConnections, int maxConcurrentRequests, int keepAliveMs,
        int drainTimeoutMs) {
    Settings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be a number from 0 to 65535, not " + port);
        }
        positive("maxBodyBytes", maxBodyBytes);
        positive("maxHeaderBytes", maxHeaderBytes);
        positive("headersTimeoutMs", headersTimeoutMs);
        positive("bodyTimeoutMs", bodyTimeoutMs);
        positive("idleTimeoutMs", idleTimeoutMs);
        positive("maxConnections", maxConnections);
        positive("maxConcurrentRequests", maxConcurrentRequests);
        positive("keepAliveMs", keepAliveMs);
        if (drainTimeoutMs < 0) {
            throw new IllegalArgumentException("drainTimeoutMs must be 0 or more, not " + drainTimeoutMs);
        }
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be greater than 0, not " + value);
        }
    }
}
