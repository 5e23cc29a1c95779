package io.patchbay.core.internal;

/**
 * Finds how many attempts a provider takes at a time, by how long it takes to say something. The limit grows while the
 * time stays near its long-term average, and shrinks in proportion as it grows beyond: the gradient of
 * <a href="https://medium.com/@NetflixTechBlog/performance-under-load-3e6fa9a60581">Performance Under Load</a>. What the
 * provider refuses for overload takes a tenth off. Safe for use by many threads.
 */
final class AdaptiveLimit {
    private static final int FIRST = 20;
    private static final int MOST = 1_000;
    private static final int SAMPLES = 600;
    private static final double TOLERANCE = 1.5;
    private static final double SMOOTHING = 0.2;
    private static final double AFTER_OVERLOAD = 0.9;
    /** A load that is gone must not be the measure for ever. */
    private static final double FORGETTING = 0.95;

    private volatile int limit = FIRST;
    private double estimate = FIRST;
    private double average;
    private int samples;

    /** The limit now. */
    int limit() {
        return limit;
    }

    /**
     * Learns from an attempt.
     *
     * @param nanos until the provider said something
     * @param inFlight how many there were beside it
     * @param most the most that the limit may become; 0 for as many as make sense
     */
    synchronized void said(long nanos, int inFlight, int most) {
        double time = Math.max(1, nanos);
        samples = Math.min(samples + 1, SAMPLES);
        average += (time - average) / samples;
        if (average > 2 * time) {
            average *= FORGETTING;
        }
        if (inFlight * 2 < estimate) {
            return;
        }
        double gradient = Math.clamp(TOLERANCE * average / time, 0.5, 1);
        double next = estimate * gradient + Math.sqrt(estimate);
        become(estimate + SMOOTHING * (next - estimate), most);
    }

    /** The provider refused an attempt for overload, or took too long for it. */
    synchronized void overloaded(int most) {
        become(estimate * AFTER_OVERLOAD, most);
    }

    private void become(double next, int most) {
        estimate = Math.clamp(next, 1, most == 0 ? MOST : most);
        limit = (int) estimate;
    }
}
