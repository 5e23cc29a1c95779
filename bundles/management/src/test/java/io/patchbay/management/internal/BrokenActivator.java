package io.patchbay.management.internal;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts no bundle. */
public final class BrokenActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no luck at the start");
    }

    @Override
    public void stop(BundleContext context) {}
}
