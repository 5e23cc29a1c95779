package io.patchbay.config.internal;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Waits until configured providers are services. Config Admin hands configurations on in a thread of its own; until it
 * has done so, a provider that is configured seems not to be.
 */
final class ConfiguredProviders {
    private static final String FILTER = "(" + Constants.SERVICE_PID + "=" + Pids.PROVIDER + "*)";

    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final CountDownLatch complete = new CountDownLatch(1);

    private ConfiguredProviders(Collection<String> pids) {
        missing.addAll(pids);
    }

    /**
     * Waits for providers.
     *
     * @param pids their PIDs
     * @return the PIDs of those that are not there in time
     */
    static Collection<String> await(BundleContext context, Collection<String> pids, long timeoutMs)
            throws InterruptedException {
        return new ConfiguredProviders(pids).await(context, timeoutMs);
    }

    private Collection<String> await(BundleContext context, long timeoutMs) throws InterruptedException {
        AllServiceListener listener = event -> seen(event.getServiceReference());
        try {
            context.addServiceListener(listener, FILTER);
            ServiceReference<?>[] references = context.getAllServiceReferences(null, FILTER);
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                seen(reference);
            }
            if (!missing.isEmpty()) {
                complete.await(timeoutMs, TimeUnit.MILLISECONDS);
            }
            return new TreeSet<>(missing);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(FILTER, e);
        } finally {
            context.removeServiceListener(listener);
        }
    }

    private void seen(ServiceReference<?> reference) {
        switch (reference.getProperty(Constants.SERVICE_PID)) {
            case Collection<?> pids -> missing.removeAll(pids);
            case String pid -> missing.remove(pid);
            default -> {
                return;
            }
        }
        if (missing.isEmpty()) {
            complete.countDown();
        }
    }
}
