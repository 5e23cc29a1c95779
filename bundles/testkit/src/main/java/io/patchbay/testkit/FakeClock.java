package io.patchbay.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that a test advances by hand; it begins at 2026-01-01T00:00:00Z. Safe for use by many threads.
 */
public final class FakeClock implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    /** A clock at its beginning. */
    public FakeClock() {}

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(nanos.get());
    }

    /** Nanoseconds since the beginning, for code that takes {@link System#nanoTime} as a {@link LongSupplier}. */
    public long nanoTime() {
        return nanos.get();
    }

    /**
     * Lets time pass.
     *
     * @throws IllegalArgumentException if it would run backwards
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + time);
        }
        nanos.addAndGet(time.toNanos());
    }
}
