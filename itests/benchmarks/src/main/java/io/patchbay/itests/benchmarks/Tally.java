package io.patchbay.itests.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** What came of a load: answers, their latencies, and every failure by its reason. Safe for use by several threads. */
final class Tally {
    private final Latencies latencies = new Latencies();
    private final Latencies firstEvents = new Latencies();
    private final Map<String, Integer> failures = new TreeMap<>();
    private long answered;
    private long nanos;
    private int peakOpen;
    private long longestGapNanos;
    private long lastAnswerNanos;

    /** A whole answer that is the caller's own. */
    synchronized void answered(long latencyNanos) {
        answered++;
        latencies.record(latencyNanos);
        gapEnds();
    }

    private void gapEnds() {
        long now = System.nanoTime();
        if (lastAnswerNanos != 0) {
            longestGapNanos = Math.max(longestGapNanos, now - lastAnswerNanos);
        }
        lastAnswerNanos = now;
    }

    /** A whole stream that is the caller's own; its events were recorded as they came. */
    synchronized void streamed() {
        answered++;
    }

    synchronized void firstEvent(long sinceRequestNanos) {
        firstEvents.record(sinceRequestNanos);
    }

    synchronized void event(long sinceSentNanos) {
        latencies.record(sinceSentNanos);
    }

    synchronized void failed(String reason) {
        failures.merge(reason, 1, Integer::sum);
    }

    synchronized void open(int streams) {
        peakOpen = Math.max(peakOpen, streams);
    }

    synchronized void took(long elapsedNanos) {
        nanos += elapsedNanos;
    }

    /** Puts another round's tally to this one. */
    synchronized void add(Tally other) {
        latencies.add(other.latencies);
        firstEvents.add(other.firstEvents);
        other.failures.forEach((reason, count) -> failures.merge(reason, count, Integer::sum));
        answered += other.answered;
        nanos += other.nanos;
        peakOpen = Math.max(peakOpen, other.peakOpen);
        longestGapNanos = Math.max(longestGapNanos, other.longestGapNanos);
    }

    /** Takes what came so far out of this one, which goes on with nothing; a gap that lasts counts on both sides. */
    synchronized Tally cut() {
        long last = lastAnswerNanos;
        gapEnds();
        lastAnswerNanos = last;
        Tally taken = new Tally();
        taken.add(this);
        latencies.clear();
        firstEvents.clear();
        failures.clear();
        answered = 0;
        nanos = 0;
        peakOpen = 0;
        longestGapNanos = 0;
        return taken;
    }

    synchronized long answered() {
        return answered;
    }

    synchronized long failed() {
        return failures.values().stream().mapToLong(Integer::longValue).sum();
    }

    synchronized Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    /** Latency of answers, or of a stream's events since the mock sent them. */
    Latencies latencies() {
        return latencies;
    }

    /** Time from a stream's request to its first event. */
    Latencies firstEvents() {
        return firstEvents;
    }

    /** The most streams that were open at one time, each with at least one event received. */
    synchronized int peakOpen() {
        return peakOpen;
    }

    /** The longest time that passed between two answers, whoever asked. */
    synchronized long longestGapNanos() {
        return longestGapNanos;
    }

    synchronized double perSecond() {
        return nanos == 0 ? Double.NaN : answered * 1e9 / nanos;
    }
}
