package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Cancellation;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Where requests wait for the successor of what was withdrawn: bounded in time and in number, and no longer than there is
 * hope. Who waits must hold no lease on what it waits for.
 */
final class Successors {
    private final Supplier<Snapshot> current;
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private volatile SwapSettings settings = SwapSettings.DEFAULT;

    Successors(Supplier<Snapshot> current) {
        this.current = current;
    }

    /** Changes the bounds. */
    void limit(SwapSettings bounds) {
        settings = bounds;
    }

    /** The snapshot has changed, or a hope is gone. */
    void tell() {
        waiting.forEach(LockSupport::unpark);
    }

    /** How many requests wait now. */
    int waiting() {
        return waiting.size();
    }

    /** How many nanoseconds it makes sense to wait; 0 where it makes none any more. */
    long left(Window window) {
        return window.left(windowNanos());
    }

    /** The longest time to wait, in nanoseconds. */
    long windowNanos() {
        return TimeUnit.MILLISECONDS.toNanos(settings.successorTimeoutMs());
    }

    /**
     * Waits, if it is not there yet.
     *
     * @param found looks for what is needed
     * @param hope how many nanoseconds it makes sense to go on with a snapshot in which it was not found
     * @param cancellation ends the waiting
     * @return what was found; empty if it did not come in time, or too many wait already
     * @throws io.patchbay.api.error.GatewayException the reason of the cancellation
     */
    <T> Optional<T> await(Function<Snapshot, Optional<T>> found, ToLongFunction<Snapshot> hope,
            Cancellation cancellation) {
        Optional<T> there = found.apply(current.get());
        if (there.isPresent()) {
            return there;
        }
        try {
            return number.incrementAndGet() > settings.maxWaiting()
                    ? Optional.empty()
                    : waited(found, hope, cancellation);
        } finally {
            number.decrementAndGet();
        }
    }

    private <T> Optional<T> waited(Function<Snapshot, Optional<T>> found, ToLongFunction<Snapshot> hope,
            Cancellation cancellation) {
        long until = System.nanoTime() + windowNanos();
        Thread carrying = Thread.currentThread();
        waiting.add(carrying);
        try (var _ = cancellation.onCancel(() -> LockSupport.unpark(carrying))) {
            while (true) {
                cancellation.check();
                Snapshot snapshot = current.get();
                Optional<T> one = found.apply(snapshot);
                long left = Math.min(hope.applyAsLong(snapshot), until - System.nanoTime());
                if (one.isPresent() || left <= 0 || carrying.isInterrupted()) {
                    return one;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            waiting.remove(carrying);
        }
    }
}
