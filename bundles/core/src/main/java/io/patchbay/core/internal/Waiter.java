package io.patchbay.core.internal;

import io.patchbay.api.exchange.Priority;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** An exchange that waits for a place, in one line or in several. Safe for use by many threads. */
final class Waiter implements Comparable<Waiter> {
    private static final Comparator<Waiter> ORDER =
            Comparator.comparing((Waiter waiter) -> waiter.priority).reversed()
                    .thenComparingLong(waiter -> waiter.number);

    private final Priority priority;
    private final long number;
    private final Thread carrying = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITS);
    /** One more while it still joins. */
    private final AtomicInteger lines = new AtomicInteger(1);

    /** What became of it. */
    enum State {
        WAITS, CALLED, LEFT_OUT
    }

    /**
     * A waiter on this thread.
     *
     * @param priority the higher goes first
     * @param number of equals the lower goes first
     */
    Waiter(Priority priority, long number) {
        this.priority = priority;
        this.number = number;
    }

    /** It stands in one more line. */
    void joins() {
        lines.incrementAndGet();
    }

    /** It has joined all the lines that it may, or is out of one of them. */
    void leavesOne() {
        if (lines.decrementAndGet() == 0) {
            become(State.LEFT_OUT);
        }
    }

    /** There may be a place for it; false where it has been called already. */
    boolean call() {
        return become(State.CALLED);
    }

    /** Lets it look around. */
    void wake() {
        LockSupport.unpark(carrying);
    }

    State state() {
        return state.get();
    }

    private boolean become(State next) {
        boolean first = state.compareAndSet(State.WAITS, next);
        if (first) {
            wake();
        }
        return first;
    }

    @Override
    public int compareTo(Waiter other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
