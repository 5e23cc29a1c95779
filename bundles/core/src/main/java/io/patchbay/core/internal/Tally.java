package io.patchbay.core.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the attempts and the failures of the last {@value #SECONDS} seconds, second by second. Safe for use by many
 * threads, without a lock.
 */
final class Tally {
    private static final int SECONDS = 10;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int FAILURE_BITS = 20;
    private static final int ATTEMPT_BITS = 20;
    private static final long COUNT_MASK = (1L << FAILURE_BITS) - 1;
    private static final long ONE_ATTEMPT = 1L << FAILURE_BITS;
    private static final int SECOND_SHIFT = FAILURE_BITS + ATTEMPT_BITS;
    private static final long SECOND_MASK = (1L << (Long.SIZE - SECOND_SHIFT)) - 1;

    /** Each a second, its attempts and its failures in one number. */
    private final AtomicLongArray slots = new AtomicLongArray(SECONDS);

    /**
     * What was counted.
     *
     * @param attempts the attempts
     * @param failures those of them that failed
     */
    record Counts(int attempts, int failures) {
        /** Whether at least half failed, of any. */
        boolean mostlyFailed() {
            return failures > 0 && failures * 2 >= attempts;
        }
    }

    /** Counts an attempt that ended now. */
    void count(long now, boolean failed) {
        long second = Math.floorDiv(now, SECOND_NANOS);
        int slot = Math.floorMod(second, SECONDS);
        long begun = (second & SECOND_MASK) << SECOND_SHIFT;
        while (true) {
            long before = slots.get(slot);
            long base = before >>> SECOND_SHIFT == (second & SECOND_MASK) ? before : begun;
            if (slots.compareAndSet(slot, before, base + ONE_ATTEMPT + (failed ? 1 : 0))) {
                return;
            }
        }
    }

    /** What was counted lately. */
    Counts counts(long now) {
        long second = Math.floorDiv(now, SECOND_NANOS);
        long attempts = 0;
        long failures = 0;
        for (int i = 0; i < SECONDS; i++) {
            long slot = slots.get(i);
            if (((second - (slot >>> SECOND_SHIFT)) & SECOND_MASK) < SECONDS) {
                attempts += slot >>> FAILURE_BITS & COUNT_MASK;
                failures += slot & COUNT_MASK;
            }
        }
        return new Counts((int) attempts, (int) failures);
    }

    /** Forgets what was counted. */
    void clear() {
        for (int i = 0; i < SECONDS; i++) {
            slots.set(i, 0);
        }
    }
}
