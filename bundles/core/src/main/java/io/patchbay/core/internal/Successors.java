package io.patchbay.core.internal;

import io.patchbay.api.exchange.Cancellation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Where exchanges wait for the successor of what was withdrawn: bounded in time and in number, and no longer than there
 * is hope. Who waits must hold no lease on what it waits for.
 */
final class Successors {
    private final Installed installed;
    private final Time time;
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private volatile long windowNanos;
    private volatile int most;

    /** The time by which an exchange has waited long enough for successors; all its waiting counts together. */
    @FunctionalInterface
    interface Waiting {
        /** By {@link Time#nanos}. */
        long until();
    }

    Successors(Installed installed, Time time, Duration window, int most) {
        this.installed = installed;
        this.time = time;
        limit(window, most);
        installed.watch(() -> waiting.forEach(LockSupport::unpark));
    }

    /** Changes the bounds. */
    void limit(Duration window, int mostWaiting) {
        windowNanos = window.toNanos();
        most = mostWaiting;
    }

    /** Until when who begins to wait now waits at most. */
    long until() {
        return time.nanos() + windowNanos;
    }

    /** How many nanoseconds it makes sense to wait; 0 where it makes none any more. */
    long left(Window window) {
        return window.left(windowNanos);
    }

    /** What was withdrawn under a name, if it is still worth waiting for. */
    <T> Optional<Gone<T>> awaited(Map<String, Gone<T>> gone, String name) {
        return Optional.ofNullable(gone.get(name)).filter(each -> left(each.window()) > 0);
    }

    /** After how long a client should try again that was not waited for long enough. */
    Duration retryAfter() {
        return Duration.ofNanos(Math.max(windowNanos / 10, Duration.ofSeconds(1).toNanos()));
    }

    /**
     * Waits.
     *
     * @param found looks for what is waited for
     * @param hope how many nanoseconds it makes sense to go on with a snapshot in which it was not found
     * @param cancellation ends the waiting
     * @param until ends it too, by {@link Time#nanos}
     * @return what was found; empty if it did not come in time, or too many wait already
     * @throws io.patchbay.api.error.GatewayException the reason of the cancellation
     */
    <T> Optional<T> await(Function<Snapshot, Optional<T>> found, ToLongFunction<Snapshot> hope,
            Cancellation cancellation, long until) {
        if (number.incrementAndGet() > most) {
            number.decrementAndGet();
            return Optional.empty();
        }
        Thread carrying = Thread.currentThread();
        waiting.add(carrying);
        try (var _ = cancellation.onCancel(() -> LockSupport.unpark(carrying))) {
            while (true) {
                cancellation.check();
                Snapshot snapshot = installed.snapshot();
                Optional<T> one = found.apply(snapshot);
                long left = Math.min(hope.applyAsLong(snapshot), until - time.nanos());
                if (one.isPresent() || left <= 0 || carrying.isInterrupted()) {
                    return one;
                }
                time.parkNanos(left);
            }
        } finally {
            waiting.remove(carrying);
            number.decrementAndGet();
        }
    }
}
