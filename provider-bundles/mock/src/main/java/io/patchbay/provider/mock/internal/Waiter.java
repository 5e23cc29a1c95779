package io.patchbay.provider.mock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass, or less if nobody wants the result any more. */
@FunctionalInterface
interface Waiter {
    /** Longer than anybody waits. */
    long FOR_EVER_MS = Long.MAX_VALUE;

    /**
     * Waits.
     *
     * @throws GatewayException the reason, if it was cancelled before the time was over
     */
    void pause(long ms, Cancellation cancellation);

    /** Waits in real time. */
    static void sleep(long ms, Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Cancellation.Registration _ = cancellation.onCancel(cancelled::countDown)) {
            cancelled.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.check();
            throw new GatewayException(ErrorKind.CANCELLED, "The request was given up.", e);
        }
        cancellation.check();
    }
}
