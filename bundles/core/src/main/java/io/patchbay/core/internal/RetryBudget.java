package io.patchbay.core.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many further attempts the whole gateway may make at what has just failed, so that an outage is not multiplied: each
 * exchange earns a part of one, up to a bound, and each further attempt or hedge costs one. Going on to another target costs
 * nothing.
 *
 * <p>Safe for use by many threads, without a lock; while nothing fails nobody writes.
 */
final class RetryBudget {
    private static final long ONE = 1_000;

    private final AtomicLong tokens = new AtomicLong();
    private volatile long earned;
    private volatile long most;

    /**
     * A full budget.
     *
     * @param ratio what an exchange earns
     * @param burst the most that is kept
     */
    RetryBudget(double ratio, int burst) {
        limit(ratio, burst);
    }

    /** Changes what is earned and kept; what may be kept more is there at once, what may not any more is gone. */
    synchronized void limit(double ratio, int burst) {
        earned = Math.round(ratio * ONE);
        long before = most;
        most = burst * ONE;
        long changed = most;
        tokens.updateAndGet(now -> changed > before ? now + changed - before : Math.min(now, changed));
    }

    /** An exchange makes its first attempt. */
    void earn() {
        long now = tokens.get();
        while (now < most) {
            long seen = tokens.compareAndExchange(now, Math.min(now + earned, most));
            if (seen == now) {
                return;
            }
            now = seen;
        }
    }

    /** Spends one; false where there is none to spend. */
    boolean spend() {
        long now = tokens.get();
        while (now >= ONE) {
            long seen = tokens.compareAndExchange(now, now - ONE);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** What is left. */
    double left() {
        return Math.min(tokens.get(), most) / (double) ONE;
    }

    /** The most that is kept. */
    long burst() {
        return most / ONE;
    }
}
