package io.patchbay.itests.benchmarks;

import java.time.Instant;

/**
 * The one clock that two processes of this machine can compare: nanoseconds since the epoch.
 *
 * <p>{@link System#nanoTime()} has an origin of its own in every JVM by contract, so the time that an event spent on
 * its way from the mock upstream to the load generator is taken from the wall clock, which Linux gives in nanoseconds.
 * A step of the wall clock during a run shows as an impossible delay, which is counted as a failure.
 */
final class SharedClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private SharedClock() {}

    static long nanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
