package io.patchbay.core.internal;

import java.time.Instant;

/** A clock that stands until somebody waits; waiting moves it. */
final class FakeTime implements Time {
    private volatile long nanos;

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public synchronized void parkNanos(long duration) {
        nanos += duration;
    }
}
