package io.patchbay.core.internal;

/**
 * The time in which the successor of something is waited for: it does not run while what was withdrawn still finishes its
 * work, since its successor cannot come before. Safe for use by many threads.
 */
final class Window {
    private final Time time;
    private volatile long since;
    private volatile boolean running;

    private Window(Time time, boolean running) {
        this.time = time;
        this.since = time.nanos();
        this.running = running;
    }

    /** A window that opens when {@link #run} is called. */
    static Window later(Time time) {
        return new Window(time, false);
    }

    /** A window that opens now. */
    static Window now(Time time) {
        return new Window(time, true);
    }

    /** Nothing keeps the successor from coming any more. */
    void run() {
        if (!running) {
            since = time.nanos();
            running = true;
        }
    }

    /** How many nanoseconds are left of a window of a size; 0 when it has passed. */
    long left(long sizeNanos) {
        return running ? Math.max(0, sizeNanos - (time.nanos() - since)) : sizeNanos;
    }
}
