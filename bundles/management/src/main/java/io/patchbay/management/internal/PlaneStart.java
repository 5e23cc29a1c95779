package io.patchbay.management.internal;

import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Lets the management plane come up once the configuration is applied. Bundles are deployed before that, so this bundle
 * starts early; a plane that started as early would listen on the default port first.
 */
@Component(service = {}, immediate = true)
public final class PlaneStart {
    private final ServiceTracker<Object, Object> configured;

    /** Waits for the bundle that configures all others to say that it is ready. */
    @Activate
    public PlaneStart(ComponentContext component) throws InvalidSyntaxException {
        BundleContext context = component.getBundleContext();
        configured = new ServiceTracker<>(context, FrameworkUtil.createFilter("(patchbay.startup=ready)"), null) {
            @Override
            public Object addingService(ServiceReference<Object> reference) {
                if ("io.patchbay.config".equals(reference.getBundle().getSymbolicName())) {
                    component.enableComponent(ManagementPlane.class.getName());
                }
                return reference;
            }
        };
        configured.open();
    }

    @Deactivate
    void stop() {
        configured.close();
    }
}
