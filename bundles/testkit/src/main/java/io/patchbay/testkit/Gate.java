package io.patchbay.testkit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where a script waits until the test lets it go on. Safe for use by many threads.
 */
public final class Gate {
    private final Semaphore arrivals = new Semaphore(0);
    private final Semaphore permits = new Semaphore(0);

    /** A gate that is closed. */
    public Gate() {}

    /** Lets one script pass, now or when it comes. */
    public void open() {
        permits.release();
    }

    /**
     * Waits until one more script has come to the gate.
     *
     * @return whether one came in that time
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitArrival(Duration limit) throws InterruptedException {
        return arrivals.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void pass() throws InterruptedException {
        arrivals.release();
        permits.acquire();
    }
}
