package io.patchbay.config.internal;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows when Config Admin has told everybody. It does so in two threads, one for managed services and one for listeners,
 * of which Declarative Services is one; each tells in order. So when a configuration of our own, updated last, has come
 * out of both, all that were updated before have.
 */
final class Dispatch implements ManagedService, ConfigurationListener {
    static final String PID = "io.patchbay.config.dispatched";

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final String NUMBER = "number";
    private static final long TIMEOUT_MS = 10_000;

    private final ConfigurationAdmin admin;
    private final ServiceRegistration<?> registration;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final long first = System.nanoTime();
    private long sent = first;
    private long services = first;
    private long listeners = first;

    Dispatch(BundleContext context, ConfigurationAdmin admin) {
        this.admin = admin;
        registration = context.registerService(
                new String[]{ManagedService.class.getName(), ConfigurationListener.class.getName()}, this,
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_PID, PID)));
    }

    void close() {
        registration.unregister();
    }

    /** Returns when what was updated or deleted before is with those whom it concerns; after ten seconds anyway. */
    void await() throws IOException {
        lock.lock();
        try {
            sent++;
            admin.getConfiguration(PID, "?").update(FrameworkUtil.asDictionary(Map.of(NUMBER, sent)));
            long left = TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
            while (services < sent || listeners < sent) {
                if (left <= 0) {
                    LOG.warn("a component takes more than {} ms to take its configuration", TIMEOUT_MS);
                    return;
                }
                left = told.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void updated(@Nullable Dictionary<String, ?> properties) {
        if (properties != null && properties.get(NUMBER) instanceof Long number) {
            lock.lock();
            try {
                services = Math.max(services, number);
                told.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (PID.equals(event.getPid()) && event.getType() == ConfigurationEvent.CM_UPDATED) {
            lock.lock();
            try {
                listeners++;
                told.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
