package io.patchbay.itests.benchmarks;

import org.HdrHistogram.Histogram;

/** Durations in nanoseconds, kept with three digits up to two minutes. Not safe for use by several threads. */
final class Latencies {
    private static final long HIGHEST = 120_000_000_000L;
    private static final double NANOS_PER_MICRO = 1_000;

    private final Histogram histogram = new Histogram(HIGHEST, 3);

    void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, HIGHEST));
    }

    void add(Latencies other) {
        histogram.add(other.histogram);
    }

    void clear() {
        histogram.reset();
    }

    long count() {
        return histogram.getTotalCount();
    }

    /** The duration in microseconds that this percentage of all did not exceed; NaN when there is none. */
    double micros(double percentile) {
        return count() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    double maxMicros() {
        return micros(100);
    }
}
