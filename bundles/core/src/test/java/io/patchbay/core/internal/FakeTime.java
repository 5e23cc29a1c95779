package io.patchbay.core.internal;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A clock that stands until somebody waits; waiting moves it, unless something was to happen meanwhile. */
final class FakeTime implements Time {
    private final Queue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();
    private volatile Instant origin = Instant.EPOCH;
    private volatile long nanos;

    /** Sets the time of day. */
    void set(String timeOfDay) {
        origin = Instant.parse(timeOfDay).minusNanos(nanos);
    }

    /** Lets something happen when somebody waits the next time, whose waiting it cuts short. */
    void whenSomebodyWaits(Runnable happens) {
        meanwhile.add(happens);
    }

    @Override
    public Instant now() {
        return origin.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void parkNanos(long duration) {
        Runnable happens = meanwhile.poll();
        if (happens != null) {
            happens.run();
        } else {
            pass(duration);
        }
    }

    private synchronized void pass(long duration) {
        nanos += duration;
    }
}
