package io.patchbay.ingress.internal;

/**
 * The time in which the successor of something is waited for: it does not run while what was withdrawn still finishes its
 * work, since its successor cannot come before. Safe for use by many threads.
 */
final class Window {
    private volatile long since = System.nanoTime();
    private volatile boolean running;
    private volatile boolean closed;

    private Window(boolean running) {
        this.running = running;
    }

    /** A window that opens when {@link #run} is called. */
    static Window later() {
        return new Window(false);
    }

    /** A window that opens now. */
    static Window now() {
        return new Window(true);
    }

    /** Nothing keeps the successor from coming any more. */
    void run() {
        since = System.nanoTime();
        running = true;
    }

    /** Nobody will come. */
    void close() {
        closed = true;
    }

    /** How many nanoseconds are left of a window of a size; 0 when it has passed. */
    long left(long sizeNanos) {
        if (closed) {
            return 0;
        }
        return running ? Math.max(0, sizeNanos - (System.nanoTime() - since)) : sizeNanos;
    }
}
