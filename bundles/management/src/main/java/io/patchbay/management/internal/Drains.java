package io.patchbay.management.internal;

import io.patchbay.api.lease.Leases;
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
 * Bundles on their way out. To stop one takes as long as it is used, so each stops in a thread of its own, and holds
 * nobody else up.
 */
final class Drains {
    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);

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
        return stopping.computeIfAbsent(bundle, this::begin);
    }

    /**
     * Stops a bundle, and uninstalls it then.
     *
     * @return complete when it is gone
     */
    CompletableFuture<Void> retire(Bundle bundle) {
        retired.add(bundle);
        return stop(bundle).thenRun(() -> uninstall(bundle));
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

    private CompletableFuture<Void> begin(Bundle bundle) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        // A successor, if there is one, is there already: nobody has to wait for it.
        Leases.of(bundle.getBundleId()).expectNoSuccessor();
        Thread.ofVirtual().name("patchbay-drain-" + bundle.getSymbolicName()).start(() -> {
            try {
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
