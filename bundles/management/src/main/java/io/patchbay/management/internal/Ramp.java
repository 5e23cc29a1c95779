package io.patchbay.management.internal;

import io.patchbay.api.lease.Leases;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.osgi.framework.Bundle;

/**
 * Lets new versions of bundles take over bit by bit from older ones that are in use. Code that runs for the first time takes
 * many times what it takes later, so it meets few requests at first, and all of them once Java has compiled it.
 */
final class Ramp {
    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(25);
    private static final double FIRST_SHARE = 0.01;
    /** How often it is looked whether an older version is in use. */
    private static final int LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

    private final Duration length;

    Ramp() {
        this(LENGTH);
    }

    Ramp(Duration length) {
        this.length = length;
    }

    /**
     * Waits until new versions have taken over, if older ones are in use; not to the end when the thread is interrupted,
     * which it stays.
     *
     * @param olderByNewer the new versions, each with the one that it replaces; all of them run
     */
    void run(Map<Bundle, Bundle> olderByNewer) {
        try {
            if (!inUse(olderByNewer.values())) {
                return;
            }
            long begin = System.nanoTime();
            for (double done = 0; done < 1; done = (double) (System.nanoTime() - begin) / length.toNanos()) {
                double share = share(done);
                olderByNewer.keySet().forEach(bundle -> leases(bundle).share(share));
                Thread.sleep(STEP);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The share after a part of the time: it grows by the same factor in the same time. */
    static double share(double done) {
        return Math.min(1, FIRST_SHARE * Math.pow(1 / FIRST_SHARE, done));
    }

    private static boolean inUse(Collection<Bundle> bundles) throws InterruptedException {
        for (int look = 0; look < LOOKS && !bundles.isEmpty(); look++) {
            if (bundles.stream().anyMatch(bundle -> leases(bundle).taken() > 0)) {
                return true;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return false;
    }

    private static Leases leases(Bundle bundle) {
        return Leases.of(bundle.getBundleId());
    }
}
