package io.patchbay.api.lease;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The leases on the services of one bundle, from its start to its stop: who has taken one is using them. Who stops a bundle
 * closes them first and waits until all are given back; where somebody stops it without that, its users wait, in their
 * {@code unbind}.
 *
 * <p>They are counted per bundle and not per service: what a service made lives on behind the service that replaced it,
 * and ends only with its bundle. All users in the framework share one count, so that a bundle that is closed by one of
 * them is closed for all, and none of them waits for another one that still lets new work in.
 *
 * <p>A component that binds services dynamically remembers the leases with the service, takes one around each use, and
 * looks for another service where it gets none:
 *
 * {@snippet :
 * void bind(ServiceReference<Dialect> reference, Dialect dialect) {
 *     bound.put(reference, new Bound(dialect, Leases.of(reference.getBundle().getBundleId())));
 * }
 *
 * void unbind(ServiceReference<Dialect> reference) {
 *     Bound gone = bound.remove(reference);
 *     if (reference.getBundle().getState() == Bundle.STOPPING) { // else nothing stops: waiting would only block
 *         gone.leases().drain(Duration.ofMinutes(2));
 *     }
 * }
 *
 * void use(Bound one) {
 *     if (!one.leases().take()) {
 *         return; // it is going: read the bound services again
 *     }
 *     try {
 *         one.dialect().name();
 *     } finally {
 *         one.leases().giveBack();
 *     }
 * }
 * }
 *
 * <p>Holds no object of the bundle. Taking and giving back cost one atomic operation each. Safe for use by many threads.
 */
@ProviderType
public final class Leases {
    /** Added to the count when the leases are closed. */
    private static final long CLOSED = Long.MIN_VALUE;
    private static final Map<Long, Leases> ALL = new ConcurrentHashMap<>();

    private final long bundleId;
    private final AtomicLong count = new AtomicLong();
    private final Object idle = new Object();
    private volatile long closedAt;
    private volatile boolean successorExpected = true;
    private volatile double share;

    private Leases(long bundleId) {
        this.bundleId = bundleId;
    }

    /**
     * The leases on a bundle's services: those that all others get, closed or not, until it has {@linkplain #stopped
     * stopped}; new ones after that. Asked for when a service is bound, not when it is used.
     *
     * @param bundleId the bundle's id in the framework
     */
    public static Leases of(long bundleId) {
        return ALL.computeIfAbsent(bundleId, Leases::new);
    }

    /**
     * Says that a bundle has stopped: whoever starts it again gets other leases on it. For those who have leases on the
     * services of others and hear of it.
     *
     * @param bundleId the bundle's id in the framework
     */
    public static void stopped(long bundleId) {
        ALL.remove(bundleId);
    }

    /** The id of the bundle. */
    public long bundleId() {
        return bundleId;
    }

    /**
     * Takes a lease.
     *
     * @return whether there is one; if so, it must be given back, once. False when the leases are closed: the bundle is
     *         about to stop
     */
    public boolean take() {
        if (count.getAndIncrement() >= 0) {
            return true;
        }
        giveBack();
        return false;
    }

    /** Gives a lease back that was taken. */
    public void giveBack() {
        if (count.decrementAndGet() == CLOSED) {
            synchronized (idle) {
                idle.notifyAll();
            }
        }
    }

    /**
     * Says that the bundle is to stop and that nothing will come in its place, so that nobody waits for a successor of what
     * it gives. For whoever stops it, before it stops.
     */
    public void expectNoSuccessor() {
        successorExpected = false;
    }

    /** Whether what the bundle gives may come again when it has stopped: as far as is known, as after an update. */
    public boolean successorExpected() {
        return successorExpected;
    }

    /**
     * The share of new uses that go to this bundle while an older version of it, which serves as well, takes the others:
     * from 0, which it is at first, to 1. Means nothing where there is no older version, or the older one's leases are
     * closed.
     */
    public double share() {
        return share;
    }

    /**
     * Changes the share. For whoever brings the bundle beside an older version of it.
     *
     * @param share from 0 to 1
     * @throws IllegalArgumentException if it is not
     */
    public void share(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
        }
        this.share = share;
    }

    /** Whether no lease is to be had any more. */
    public boolean closed() {
        return count.get() < 0;
    }

    /** How many leases are taken now. */
    public long taken() {
        return count.get() & ~CLOSED;
    }

    /**
     * Whether leases are still taken though they were closed a while ago.
     *
     * @param after how long ago
     */
    public boolean overdue(Duration after) {
        return closed() && taken() > 0 && left(after) <= 0;
    }

    /** Sees to it that no lease is taken from now on; does nothing the second time. */
    public void close() {
        synchronized (idle) {
            if (!closed()) {
                closedAt = System.nanoTime();
                count.getAndAdd(CLOSED);
            }
        }
    }

    /**
     * Closes, and waits until all leases are given back. An interrupt does not cut the waiting short: it would cut off
     * what is under way; it is still set afterwards.
     *
     * @param atMost how long, from when they were closed: who drains a second time does not wait a second time
     * @return whether all are given back
     */
    public boolean drain(Duration atMost) {
        close();
        boolean interrupted = false;
        synchronized (idle) {
            long left = left(atMost);
            while (taken() > 0 && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(idle, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = left(atMost);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return taken() == 0;
    }

    private long left(Duration atMost) {
        return atMost.toNanos() - (System.nanoTime() - closedAt);
    }

    @Override
    public String toString() {
        return "Leases[bundle " + bundleId + ", " + taken() + (closed() ? " taken, closed]" : " taken]");
    }
}
