package io.patchbay.core.internal;

import io.patchbay.api.exchange.Target;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long targets took until their last answers began, for those whose route makes a second attempt beside a slow one.
 *
 * <p>Safe for use by many threads.
 */
final class FirstEvents {
    private static final int KEPT = 100;
    private static final int FEWEST = 20;
    private static final int MOST_TARGETS = 10_000;

    private final Map<Target, Last> targets = new ConcurrentHashMap<>();

    /** Takes note of an answer that began after so long. */
    void add(Target target, long nanos) {
        if (targets.size() < MOST_TARGETS || targets.containsKey(target)) {
            targets.computeIfAbsent(target, _ -> new Last()).add(nanos);
        }
    }

    /** Forgets all targets of a provider. */
    void forget(String provider) {
        targets.keySet().removeIf(target -> target.provider().equals(provider));
    }

    /** The time within which 95 % of the last answers of a target began; empty where too few are known. */
    OptionalLong p95(Target target) {
        Last last = targets.get(target);
        return last == null ? OptionalLong.empty() : last.p95();
    }

    /** The last times of one target. */
    private static final class Last {
        private final long[] nanos = new long[KEPT];
        private int count;

        private synchronized void add(long took) {
            nanos[count++ % KEPT] = took;
            count = count == 2 * KEPT ? KEPT : count;
        }

        private synchronized OptionalLong p95() {
            int known = Math.min(count, KEPT);
            if (known < FEWEST) {
                return OptionalLong.empty();
            }
            long[] sorted = Arrays.copyOf(nanos, known);
            Arrays.sort(sorted);
            return OptionalLong.of(sorted[(known * 95 - 1) / 100]);
        }
    }
}
