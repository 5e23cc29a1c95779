package io.patchbay.core.internal;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The clock of the pipeline; tests have one that they move by hand. */
interface Time {
    /** The machine's own. */
    Time SYSTEM = new Time() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void parkNanos(long nanos) {
            LockSupport.parkNanos(nanos);
        }
    };

    /** The time of day. */
    Instant now();

    /** A time that only moves on, in nanoseconds. */
    long nanos();

    /** Lets the current thread rest for about so long, or until it is unparked or interrupted. */
    void parkNanos(long nanos);
}
