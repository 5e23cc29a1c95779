package io.patchbay.core.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps attempts away from what fails. Closed, it lets all through and counts; it opens where at least
 * {@value #LEAST_FAILURES} attempts of the last ten seconds failed and those are at least half of all, and then lets nobody
 * through until its rest is over. Then it is half-open: one attempt probes. A probe that succeeds closes it, one that fails
 * triples the rest, up to a minute.
 *
 * <p>Safe for use by many threads, without a lock.
 */
final class Breaker {
    private static final int LEAST_FAILURES = 3;
    private static final int GROWTH = 3;
    private static final long LONGEST_REST_NANOS = Duration.ofMinutes(1).toNanos();
    /** When to ask again while somebody else probes: nobody knows how long that takes. */
    private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Phase CLOSED = new Phase(0, 0, false, "");

    private final Tally tally = new Tally();
    private final AtomicReference<Phase> phase = new AtomicReference<>(CLOSED);

    /** How an attempt was let through. */
    enum Pass {
        /** It was not. */
        NONE,
        /** As one of many. */
        ORDINARY,
        /** As the one that probes. */
        PROBE
    }

    /** What the breaker does. */
    enum State {
        CLOSED, OPEN, HALF_OPEN
    }

    /** Open until a time after a rest, for a reason; or closed, without a rest. */
    private record Phase(long until, long rest, boolean probed, String why) {
        boolean closed() {
            return rest == 0;
        }

        Phase probed(boolean now) {
            return new Phase(until, rest, now, why);
        }
    }

    /** What it does now. */
    State state(long now) {
        Phase current = phase.get();
        return current.closed() ? State.CLOSED : now - current.until < 0 ? State.OPEN : State.HALF_OPEN;
    }

    /** Why it is not closed; empty where it is. */
    String why() {
        return phase.get().why;
    }

    /** How many nanoseconds nobody is let through; 0 where somebody is. */
    long waitNanos(long now) {
        Phase current = phase.get();
        if (current.closed()) {
            return 0;
        }
        return current.probed ? PROBE_NANOS : Math.max(0, current.until - now);
    }

    /** Lets an attempt through, or not; whoever has a pass says what came of it, once. */
    Pass enter(long now) {
        Phase current = phase.get();
        if (current.closed()) {
            return Pass.ORDINARY;
        }
        if (current.probed || now - current.until < 0) {
            return Pass.NONE;
        }
        return phase.compareAndSet(current, current.probed(true)) ? Pass.PROBE : Pass.NONE;
    }

    /** What was asked answers: a probe need not wait for the answer's end to close the breaker. */
    void answers(Pass pass) {
        if (pass == Pass.PROBE && phase.get().probed) {
            close();
        }
    }

    /** An attempt was fine. */
    void succeeded(Pass pass, long now) {
        answers(pass);
        tally.count(now, false);
    }

    /** An attempt failed; true where the breaker, which was closed, may have to open. */
    boolean failed(Pass pass, long now, String why) {
        Phase current = phase.get();
        if (pass == Pass.PROBE && current.probed) {
            rest(now, Math.max(current.rest, Math.min(current.rest * GROWTH, LONGEST_REST_NANOS)), why);
            return false;
        }
        tally.count(now, true);
        if (!current.closed()) {
            return false;
        }
        Tally.Counts counts = tally.counts(now);
        return counts.failures() >= LEAST_FAILURES && counts.mostlyFailed();
    }

    /** Nobody knows whether an attempt would have been fine. */
    void abandoned(Pass pass) {
        Phase current = phase.get();
        if (pass == Pass.PROBE && current.probed) {
            phase.compareAndSet(current, current.probed(false));
        }
    }

    /** Opens; whether this was the call that did. */
    boolean open(long now, long restNanos, String why) {
        return phase.compareAndSet(CLOSED, new Phase(now + restNanos, Math.max(1, restNanos), false, why));
    }

    /** Lets the next attempt probe, whatever is left of the rest. */
    void endRest(long now) {
        Phase current = phase.get();
        if (!current.closed() && !current.probed) {
            phase.compareAndSet(current, new Phase(now, current.rest, false, current.why));
        }
    }

    /** Rests at least that long from now on, if it is open and nobody probes. */
    void prolong(long now, long restNanos) {
        Phase current = phase.get();
        if (!current.closed() && !current.probed && current.until - now < restNanos) {
            phase.compareAndSet(current, new Phase(now + restNanos, current.rest, false, current.why));
        }
    }

    /** Closes, with nothing counted. */
    void close() {
        tally.clear();
        phase.set(CLOSED);
    }

    /** What was counted lately. */
    Tally.Counts counts(long now) {
        return tally.counts(now);
    }

    private void rest(long now, long restNanos, String why) {
        phase.set(new Phase(now + restNanos, restNanos, false, why));
    }
}
