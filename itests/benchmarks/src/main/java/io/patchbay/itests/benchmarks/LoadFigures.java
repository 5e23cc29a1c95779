package io.patchbay.itests.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a {@link SteadyLoad} showed in a window of time.
 *
 * @param time how long it was
 * @param answered requests with a whole answer of their own
 * @param failures all other requests, counted by their reasons
 * @param streams whole streams
 * @param broken streams that were not whole, counted by their reasons
 * @param longestGapMs the longest time between two answers, whoever asked
 * @param p50Ms latency of a request since it was due, median
 * @param p99Ms the same, 99th percentile
 * @param maxMs the same, the longest
 * @param maxFirstEventMs the longest time from a stream's request to its first event
 */
public record LoadFigures(Duration time, long answered, Map<String, Integer> failures, long streams,
        Map<String, Integer> broken, double longestGapMs, double p50Ms, double p99Ms, double maxMs,
        double maxFirstEventMs) {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    static LoadFigures of(Duration time, Tally requests, Tally streams) {
        return new LoadFigures(
                time,
                requests.answered(),
                requests.failures(),
                streams.answered(),
                streams.failures(),
                requests.longestGapNanos() / NANOS_PER_MILLI,
                requests.latencies().micros(50) / MICROS_PER_MILLI,
                requests.latencies().micros(99) / MICROS_PER_MILLI,
                requests.latencies().maxMicros() / MICROS_PER_MILLI,
                streams.firstEvents().maxMicros() / MICROS_PER_MILLI);
    }

    /** Requests and streams that did not get what is theirs. */
    public long failed() {
        return failedRequests() + brokenStreams();
    }

    /** Requests without a whole answer of their own. */
    public long failedRequests() {
        return count(failures);
    }

    /** Streams that were not whole. */
    public long brokenStreams() {
        return count(broken);
    }

    private static long count(Map<String, Integer> reasons) {
        return reasons.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** One line for a person. */
    @Override
    public String toString() {
        String line = String.format(
                Locale.ROOT,
                "%.1f s: %,d answered, %,d failed, %,d streams whole, %,d broken, longest gap %.0f ms, "
                        + "p50 %.1f ms, p99 %.1f ms, max %.0f ms, first event of a stream at most %.0f ms",
                time.toMillis() / 1e3, answered, failedRequests(), streams, brokenStreams(), longestGapMs, p50Ms, p99Ms,
                maxMs, maxFirstEventMs);
        return failed() == 0 ? line : line + "; requests: " + failures + "; streams: " + broken;
    }
}
