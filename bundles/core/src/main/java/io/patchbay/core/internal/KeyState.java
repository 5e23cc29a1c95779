package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import java.time.Duration;
import java.util.Optional;

/** What one key has gone through with one model. Safe for use by many threads. */
final class KeyState {
    /** The wait of what is out. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long LONGEST_COOLDOWN_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MOST_DOUBLINGS = 20;

    private final KeyHealth key;
    private final Breaker breaker = new Breaker();
    private volatile Rest rest = Rest.NONE;
    private volatile Quota quota = Quota.UNKNOWN;

    /**
     * A time in which the key is not used for the model.
     *
     * @param since when it began, by {@link Time#nanos}
     * @param until when it ends
     * @param failures how many such times followed each other
     * @param why what led to it
     * @param out whether it lasts until the key's configuration changes
     */
    private record Rest(long since, long until, int failures, Optional<ErrorKind> why, boolean out) {
        static final Rest NONE = new Rest(0, 0, 0, Optional.empty(), false);

        boolean none() {
            return failures == 0 && !out;
        }

        boolean over(long now) {
            return none() || (!out && now - until >= 0);
        }
    }

    KeyState(KeyHealth key) {
        this.key = key;
    }

    KeyHealth key() {
        return key;
    }

    Breaker breaker() {
        return breaker;
    }

    /** How long it must not be used, in nanoseconds: 0 if it may be now, {@link #NEVER} if it is out. */
    long waitNanos(long now) {
        if (key.out().isPresent()) {
            return NEVER;
        }
        Rest current = rest;
        long resting = current.over(now) ? 0 : current.out ? NEVER : current.until - now;
        return Math.max(resting, Math.max(quota.waitNanos(now), breaker.waitNanos(now)));
    }

    /** Why it must not be used; empty where it may be. */
    Optional<ErrorKind> why(long now) {
        Optional<ErrorKind> all = key.out();
        if (all.isPresent()) {
            return all;
        }
        if (!rest.over(now)) {
            return rest.why;
        }
        return quota.waitNanos(now) > 0
                ? Optional.of(ErrorKind.RATE_LIMITED)
                : breaker.waitNanos(now) > 0 ? Optional.of(ErrorKind.OVERLOADED) : Optional.empty();
    }

    /** How much of its weight the key keeps. */
    double share(long now) {
        return quota.share(now);
    }

    /** What is left of its limits, from 0 to 1. */
    double headroom(long now) {
        return quota.headroom(now);
    }

    /** How long the upstream wants to be left alone, by what it said of its limits; empty where it did not say. */
    Optional<Duration> untilReset(long now) {
        long wait = quota.waitNanos(now);
        return wait == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(wait));
    }

    /** Takes note of what the upstream says is left. */
    void left(Quota said) {
        quota = said;
    }

    /**
     * Lets the key rest.
     *
     * @param enteredAt when the attempt that failed began: what fails side by side is one failure
     * @param told how long, as the upstream said
     * @param cooldown how long at first where it did not
     */
    synchronized void rest(long enteredAt, long now, ErrorKind why, Optional<Duration> told, Duration cooldown) {
        Rest before = rest;
        boolean again = before.none() || enteredAt - before.since > 0;
        int failures = again ? before.failures + 1 : before.failures;
        long nanos = told.map(Duration::toNanos).orElseGet(() -> grown(cooldown.toNanos(), failures));
        long until = before.over(now) ? now + nanos : later(before.until, now + nanos);
        rest = new Rest(again ? now : before.since, until, failures, Optional.of(why), before.out);
    }

    /** Takes the key out for the model. */
    synchronized void takeOut(ErrorKind why) {
        rest = new Rest(rest.since, rest.until, rest.failures, Optional.of(why), true);
    }

    /** An attempt that began at a time was fine. */
    void succeeded(long enteredAt) {
        if (!rest.none()) {
            endRestBefore(enteredAt);
        }
    }

    /** The key's configuration has changed: what is out is tried again, what rests goes on resting. */
    synchronized void configured() {
        if (rest.out) {
            rest = Rest.NONE;
        }
    }

    /** Forgets all. */
    synchronized void reset() {
        rest = Rest.NONE;
        quota = Quota.UNKNOWN;
        breaker.close();
    }

    private synchronized void endRestBefore(long enteredAt) {
        if (rest.over(enteredAt)) {
            rest = Rest.NONE;
        }
    }

    private static long grown(long cooldown, int failures) {
        long grown = cooldown << Math.min(failures - 1, MOST_DOUBLINGS);
        return Math.max(cooldown, Math.min(grown, LONGEST_COOLDOWN_NANOS));
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
