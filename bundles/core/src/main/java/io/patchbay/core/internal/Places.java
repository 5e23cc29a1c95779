package io.patchbay.core.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** How many attempts something has at a time. Safe for use by many threads, without a lock. */
final class Places {
    private final AtomicInteger taken = new AtomicInteger();

    /** Takes a place, unless that many are taken; 0 for as many as come. */
    boolean take(int most) {
        if (most == 0) {
            taken.incrementAndGet();
            return true;
        }
        int now = taken.get();
        while (now < most) {
            int seen = taken.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }

    /** Whether one could be taken. */
    boolean free(int most) {
        return most == 0 || taken.get() < most;
    }
}
