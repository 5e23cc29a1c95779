package io.patchbay.core.internal;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What is left of a key's limits for a model, as an upstream last said.
 *
 * @param headroom what is left of the tightest limit, from 0 to 1
 * @param readAt when it said so, by {@link Time#nanos}
 * @param resetNanos after how long the limit is whole again; empty where that was not said
 */
record Quota(double headroom, long readAt, OptionalLong resetNanos) {
    /** Nothing was said. */
    static final Quota UNKNOWN = new Quota(1, 0, OptionalLong.of(0));

    /** From here on down, a key is spared. */
    private static final double NEAR = 0.2;
    /** How long a headroom counts whose reset is not known. */
    private static final long ASSUMED_NANOS = Duration.ofSeconds(10).toNanos();
    /** A limit of a day is looked at again before it is over: somebody may have raised it. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

    /** How much of its weight a key keeps: all of it far from the limit, less near it. */
    double share(long now) {
        return headroom >= NEAR || left(now) == 0 ? 1 : Math.max(headroom / NEAR, 0.01);
    }

    /** How long the key rests, in nanoseconds: until the reset where nothing is left. */
    long waitNanos(long now) {
        return headroom > 0 || resetNanos.isEmpty() ? 0 : left(now);
    }

    /** What counts now, from 0 to 1. */
    double headroom(long now) {
        return left(now) == 0 ? 1 : headroom;
    }

    boolean tighterThan(Quota other) {
        return headroom < other.headroom || (headroom == other.headroom && lasts() > other.lasts());
    }

    private long left(long now) {
        return Math.max(0, lasts() - (now - readAt));
    }

    private long lasts() {
        return Math.min(resetNanos.orElse(ASSUMED_NANOS), LONGEST_NANOS);
    }
}
