package io.patchbay.core.internal;

import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a place at one provider: the highest priority first, and of equals who came first. It is bounded: who comes
 * when it is full takes the place of the last, if that one is of less priority, or else is sent away. Safe for use by many
 * threads.
 */
final class WaitingLine {
    private final TreeSet<Waiter> waiters = new TreeSet<>();
    private final LongAdder shed = new LongAdder();
    private volatile int length;

    /** Lets somebody join, unless so many stand there that are not less important. */
    boolean join(Waiter waiter, int most) {
        Waiter pushedOut;
        synchronized (this) {
            boolean full = waiters.size() >= most;
            if (full && (waiters.isEmpty() || waiters.last().compareTo(waiter) < 0)) {
                shed.increment();
                return false;
            }
            pushedOut = full ? waiters.pollLast() : null;
            waiters.add(waiter);
            length = waiters.size();
        }
        waiter.joins();
        if (pushedOut != null) {
            shed.increment();
            pushedOut.leavesOne();
        }
        return true;
    }

    /** Somebody does not wait any longer. */
    synchronized void leave(Waiter waiter) {
        waiters.remove(waiter);
        length = waiters.size();
    }

    /** Somebody has waited in vain, unless pushed out, which is counted already. */
    void gaveUp(Waiter waiter) {
        if (waiter.state() == Waiter.State.WAITS) {
            shed.increment();
        }
    }

    /** Calls the first: there may be a place. Costs next to nothing where nobody waits. */
    void call() {
        while (length > 0) {
            Waiter first = first();
            if (first == null || first.call()) {
                return;
            }
        }
    }

    /** Calls all: there may be many places. */
    void callAll() {
        for (int i = length; i > 0; i--) {
            call();
        }
    }

    private synchronized @Nullable Waiter first() {
        Waiter first = waiters.pollFirst();
        length = waiters.size();
        return first;
    }

    /** How many wait. */
    int length() {
        return length;
    }

    /** How many got no place, all in all: sent away, pushed out, or out of time. */
    long shed() {
        return shed.sum();
    }
}
