package io.patchbay.itests.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that was measured of one subject. */
final class SubjectResult {
    private final Subject subject;
    private final List<Double> startSeconds = new ArrayList<>();
    private final Map<Load, LoadResult> loads = new EnumMap<>(Load.class);
    private double rssIdle = Double.NaN;
    private double rssLoaded = Double.NaN;

    SubjectResult(Subject subject) {
        this.subject = subject;
    }

    Subject subject() {
        return subject;
    }

    String name() {
        return subject.name();
    }

    /** Seconds from each start to its first answer. */
    List<Double> startSeconds() {
        return startSeconds;
    }

    /** Resident bytes after the first answer and a pause, before any load. */
    double rssIdle() {
        return rssIdle;
    }

    void rssIdle(double bytes) {
        rssIdle = bytes;
    }

    /** Resident bytes after all loads of whole answers. */
    double rssLoaded() {
        return rssLoaded;
    }

    void rssLoaded(double bytes) {
        rssLoaded = bytes;
    }

    Map<Load, LoadResult> loads() {
        return loads;
    }

    Optional<LoadResult> load(Load load) {
        return Optional.ofNullable(loads.get(load));
    }

    /** CPU time in microseconds per request or event; NaN if it was not measured. */
    double cpu(Load load) {
        return load(load).map(result -> result.median(LoadResult.Round::cpuMicros)).orElse(Double.NaN);
    }

    long failed() {
        return loads.values().stream().mapToLong(load -> load.tally().failed()).sum();
    }
}
