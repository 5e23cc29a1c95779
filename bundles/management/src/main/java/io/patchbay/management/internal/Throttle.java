package io.patchbay.management.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Slows guessing down: an address that failed too often within a minute waits for that minute to end. */
final class Throttle {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_ADDRESSES = 1000;

    private record Failures(long since, int count) {}

    private final int maxFailures;
    private final LongSupplier nanoTime;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    Throttle(int maxFailuresPerMinute, LongSupplier nanoTime) {
        this.maxFailures = maxFailuresPerMinute;
        this.nanoTime = nanoTime;
    }

    /** How many seconds an address has to wait before it may try again; 0 if it may now. */
    synchronized long secondsToWait(String address) {
        Failures failures = byAddress.get(address);
        if (failures == null || failures.count < maxFailures) {
            return 0;
        }
        long left = WINDOW_NANOS - (nanoTime.getAsLong() - failures.since);
        return left <= 0 ? 0 : Duration.ofNanos(left).plusMillis(999).toSeconds();
    }

    /** Notes a wrong credential. */
    synchronized void failed(String address) {
        long now = nanoTime.getAsLong();
        Failures before = byAddress.remove(address);
        byAddress.put(address, before == null || now - before.since >= WINDOW_NANOS
                ? new Failures(now, 1)
                : new Failures(before.since, before.count + 1));
    }
}
