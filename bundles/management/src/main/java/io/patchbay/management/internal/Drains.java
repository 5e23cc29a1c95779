package io.patchbay.management.internal;

import io.patchbay.api.lease.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles on their way out. Nobody begins to use one any more, and each waits in a thread of its own until nobody does; only
 * then it stops. So nobody else is held up: while a bundle stops, whoever would configure it has to wait.
 */
final class Drains {
    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);

    /** When a bundle stops though it is used. The pipeline cancels much earlier what keeps it. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final BundleContext context;
    private final Map<Bundle, CompletableFuture<Void>> stopping = new ConcurrentHashMap<>();
    private final Set<Bundle> retired = ConcurrentHashMap.newKeySet();

    Drains(BundleContext context) {
        this.context = context;
    }

    /** Whether a bundle is on its way out for good: it serves only what it has begun. */
    boolean isRetired(Bundle bundle) {
        return retired.contains(bundle);
    }

    /** Whether a bundle is being stopped. */
    boolean isStopping(Bundle bundle) {
        return stopping.containsKey(bundle);
    }

    /**
     * Stops a bundle, which stays installed.
     *
     * @return complete when it has stopped
     */
    CompletableFuture<Void> stop(Bundle bundle) {
        Leases.of(bundle.getBundleId()).expectNoSuccessor();
        return begin(bundle);
    }

    /**
     * Stops a bundle, and uninstalls it then.
     *
     * @return complete when it is gone
     */
    CompletableFuture<Void> remove(Bundle bundle) {
        Leases.of(bundle.getBundleId()).expectNoSuccessor();
        return supersede(bundle);
    }

    /**
     * Stops a bundle whose successor is there, and uninstalls it then.
     *
     * @return complete when it is gone
     */
    CompletableFuture<Void> supersede(Bundle bundle) {
        retired.add(bundle);
        return begin(bundle).thenRun(() -> uninstall(bundle)).copy();
    }

    /** Uninstalls a bundle that serves nobody. */
    void uninstall(Bundle bundle) {
        try {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                boolean used = !Wires.dependents(bundle).isEmpty();
                bundle.uninstall();
                if (!used) {
                    // Nobody is wired to it, so a refresh touches nothing else, and its class loader can go.
                    context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
                }
            }
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("bundle {} is not uninstalled", bundle, e);
        } finally {
            retired.remove(bundle);
        }
    }

    /** Each caller gets a future of his own: one who does not wait for the end any more completes that alone. */
    private CompletableFuture<Void> begin(Bundle bundle) {
        return stopping.computeIfAbsent(bundle, this::drain).copy();
    }

    private CompletableFuture<Void> drain(Bundle bundle) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        Leases leases = Leases.of(bundle.getBundleId());
        leases.close();
        Thread.ofVirtual().name("patchbay-drain-" + bundle.getSymbolicName()).start(() -> {
            try {
                leases.drain(LONGEST);
                bundle.stop(Bundle.STOP_TRANSIENT);
            } catch (BundleException | IllegalStateException e) {
                LOG.warn("bundle {} did not stop well", bundle, e);
            } finally {
                stopping.remove(bundle);
                stopped.complete(null);
            }
        });
        return stopped;
    }
}
