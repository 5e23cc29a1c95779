package io.patchbay.ingress.internal;

/**
 * Knows since when the headers of a request are on their way on a connection, for the limit on that time. Safe for use
 * by many threads.
 */
final class HeadersClock {
    private boolean answering;
    private boolean receiving;
    private boolean refused;
    private long since;

    /** Bytes have come. Between a request and its answer they are its body, or a request that waits. */
    synchronized void received() {
        if (!answering && !receiving) {
            receiving = true;
            since = System.nanoTime();
        }
    }

    /**
     * The headers of a request are complete.
     *
     * @return false if that was too late
     */
    synchronized boolean requestBegins() {
        receiving = false;
        answering = true;
        return !refused;
    }

    synchronized void requestEnds() {
        answering = false;
    }

    synchronized boolean receiving() {
        return receiving;
    }

    /**
     * Refuses a request whose headers are on their way for too long.
     *
     * @return whether it was refused now
     */
    synchronized boolean refuseIfOlder(long limitNanos) {
        if (refused || !receiving || System.nanoTime() - since <= limitNanos) {
            return false;
        }
        refused = true;
        return true;
    }
}
