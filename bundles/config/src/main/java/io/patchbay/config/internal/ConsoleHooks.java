package io.patchbay.config.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.cm.ConfigurationAdmin;

/** Lets the Web Console's bundles see our Config Admin only, and all others every one but ours. */
final class ConsoleHooks implements FindHook, EventListenerHook {
    static final String WEB_CONSOLE = "org.apache.felix.webconsole";
    /** The property of our Config Admin. */
    private static final String OURS = "patchbay.console";

    private ConsoleHooks() {}

    /** Registers the Web Console's Config Admin; what is registered, in order. */
    static List<ServiceRegistration<?>> register(BundleContext context, ConsoleAdmin admin) {
        ServiceRegistration<?> hooks = context.registerService(
                new String[]{FindHook.class.getName(), EventListenerHook.class.getName()}, new ConsoleHooks(),
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_DESCRIPTION,
                        "Gives the Web Console the Config Admin that edits the document")));
        ServiceRegistration<?> service = context.registerService(ConfigurationAdmin.class, admin,
                FrameworkUtil.asDictionary(Map.of(OURS, true, Constants.SERVICE_RANKING, 1_000)));
        return List.of(hooks, service);
    }

    @Override
    public void find(BundleContext context, @Nullable String name, @Nullable String filter, boolean allServices,
            Collection<ServiceReference<?>> references) {
        if (name == null || name.equals(ConfigurationAdmin.class.getName())) {
            boolean console = isConsole(context);
            references.removeIf(reference -> isConfigurationAdmin(reference) && isOurs(reference) != console);
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        if (isConfigurationAdmin(event.getServiceReference())) {
            boolean ours = isOurs(event.getServiceReference());
            listeners.keySet().removeIf(context -> isConsole(context) != ours);
        }
    }

    private static boolean isConsole(BundleContext context) {
        String name = context.getBundle().getSymbolicName();
        return name != null && name.startsWith(WEB_CONSOLE);
    }

    private static boolean isOurs(ServiceReference<?> reference) {
        return reference.getProperty(OURS) != null;
    }

    private static boolean isConfigurationAdmin(ServiceReference<?> reference) {
        return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types
                && List.of(types).contains(ConfigurationAdmin.class.getName());
    }
}
