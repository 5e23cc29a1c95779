package io.patchbay.config.internal;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;

/** Tells, once for many, that bundles have come or gone, whose settings are known or unknown by now. */
final class BundleWatch extends BundleTracker<Bundle> {
    private static final long QUIET_MS = 200;

    private final ScheduledExecutorService thread;
    private final Runnable changed;
    private final AtomicBoolean told = new AtomicBoolean(true);

    BundleWatch(BundleContext context, ScheduledExecutorService thread, Runnable changed) {
        super(context, Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING, null);
        this.thread = thread;
        this.changed = changed;
    }

    @Override
    public void open() {
        super.open();
        told.set(false);
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
        tell();
        return bundle;
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
        tell();
    }

    private void tell() {
        if (told.compareAndSet(false, true) && !thread.isShutdown()) {
            var _ = thread.schedule(() -> {
                told.set(false);
                changed.run();
            }, QUIET_MS, TimeUnit.MILLISECONDS);
        }
    }
}
