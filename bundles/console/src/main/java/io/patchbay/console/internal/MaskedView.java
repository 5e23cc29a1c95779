package io.patchbay.console.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Gives the Web Console's page of components the masked components, and everybody else the real ones. */
@Component(service = {FindHook.class, EventListenerHook.class})
public final class MaskedView implements FindHook, EventListenerHook {
    private static final String COMPONENTS = ServiceComponentRuntime.class.getName();
    private static final String PAGE = "org.apache.felix.webconsole.plugins.ds";

    @Override
    public void find(BundleContext context, @Nullable String name, @Nullable String filter, boolean all,
            Collection<ServiceReference<?>> references) {
        if (name == null || name.equals(COMPONENTS)) {
            references.removeIf(reference -> isComponents(reference) && hidden(reference, context));
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> reference = event.getServiceReference();
        if (isComponents(reference)) {
            listeners.keySet().removeIf(context -> hidden(reference, context));
        }
    }

    private static boolean isComponents(ServiceReference<?> reference) {
        return Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS)).contains(COMPONENTS);
    }

    /** Our own bundle sees both: the one stands before the other. */
    private static boolean hidden(ServiceReference<?> reference, BundleContext context) {
        String bundle = context.getBundle().getSymbolicName();
        boolean masked = reference.getProperty(MaskedComponents.MASKED) != null;
        return masked != PAGE.equals(bundle);
    }
}
