package io.patchbay.core.internal;

import io.patchbay.api.routing.TargetLoad;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The load of one target; safe for use by many threads, which no attempt makes wait for another.
 *
 * <p>The latency is a peak average: what is slower than the average counts in full at once, what is quicker draws it down
 * by and by, and where nobody asks it fades, so that a target that was slow is tried again. Who is tried again and hangs
 * would draw everybody to itself until the first time-out; therefore the time for which attempts have waited in vain
 * counts as well.
 *
 * <p>A failure counts as an answer that took {@value #FAILURE_SECONDS} seconds times the square of the failure share: one
 * among many weighs little, but nobody wins by failing quickly.
 */
final class Load {
    private static final long FAILURE_SECONDS = 60;
    private static final double FAILURE_NANOS = Duration.ofSeconds(FAILURE_SECONDS).toNanos();
    private static final double FADING_NANOS = Duration.ofSeconds(10).toNanos();
    /** How much one attempt counts in the failure share. */
    private static final double ONE_OUTCOME = 1.0 / 8;

    private final Time time;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicReference<Past> past = new AtomicReference<>(new Past(0, 0, 0));
    /** Since when there has been no first event while attempts were waiting for theirs. */
    private volatile long waitedSince;

    Load(Time time) {
        this.time = time;
    }

    Loads.Running begins() {
        long now = time.nanos();
        if (waiting.get() == 0) {
            waitedSince = now;
        }
        waiting.incrementAndGet();
        inFlight.incrementAndGet();
        return new Begun(now);
    }

    Reading read() {
        long now = time.nanos();
        Past then = past.get().fadedTo(now);
        double waited = waiting.get() == 0 ? 0 : now - waitedSince;
        return new Reading(inFlight.get(), Duration.ofNanos((long) Math.max(then.latency(), waited)),
                then.failureShare());
    }

    /** What was read at one moment. */
    record Reading(int inFlight, Duration latency, double failureShare) implements TargetLoad {
        /** Of a target that was never asked. */
        static final Reading NOTHING = new Reading(0, Duration.ZERO, 0);
    }

    /** What attempts have told until some time: the average latency in nanoseconds, and the failure share. */
    private record Past(double latency, double failureShare, long at) {
        Past fadedTo(long now) {
            double left = left(now);
            return new Past(latency * left, failureShare * left, now);
        }

        Past answered(long now, double nanos) {
            double left = left(now);
            double average = latency * left + nanos * (1 - left);
            return new Past(Math.max(nanos, average), failureShare * left, now);
        }

        /** A wait that came to nothing, and would have been as long at least. */
        Past waited(long now, double nanos) {
            Past faded = fadedTo(now);
            return new Past(Math.max(nanos, faded.latency), faded.failureShare, now);
        }

        Past succeeded(long now) {
            Past faded = fadedTo(now);
            return new Past(faded.latency, faded.failureShare * (1 - ONE_OUTCOME), now);
        }

        Past failed(long now, double nanos) {
            double faded = fadedTo(now).failureShare;
            double share = faded + (1 - faded) * ONE_OUTCOME;
            Past slow = answered(now, Math.max(nanos, FAILURE_NANOS * share * share));
            return new Past(slow.latency, share, now);
        }

        private double left(long now) {
            return Math.exp(Math.min(0, at - now) / FADING_NANOS);
        }
    }

    /** An attempt, from its sending on. */
    private final class Begun implements Loads.Running {
        private final long at;
        private boolean answered;
        private boolean over;

        Begun(long at) {
            this.at = at;
        }

        @Override
        public synchronized void firstEvent(long nanos) {
            if (!answered && !over) {
                answered = true;
                long now = time.nanos();
                past.updateAndGet(then -> then.answered(now, (double) nanos));
                waitedSince = now;
                waiting.decrementAndGet();
            }
        }

        @Override
        public synchronized void ended(boolean failed) {
            if (over) {
                return;
            }
            over = true;
            long now = time.nanos();
            double took = now - at;
            past.updateAndGet(then -> failed
                    ? then.failed(now, took)
                    : answered ? then.succeeded(now) : then.waited(now, took));
            if (!answered) {
                waiting.decrementAndGet();
            }
            inFlight.decrementAndGet();
        }
    }
}
