package io.patchbay.config.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
import org.osgi.service.metatype.MetaTypeService;

/** Lets the Web Console's bundles see our Config Admin and our Metatype only, and all others every one but ours. */
final class ConsoleHooks implements FindHook, EventListenerHook {
    static final String WEB_CONSOLE = "org.apache.felix.webconsole";
    /** The property of ours. */
    private static final String OURS = "patchbay.console";
    private static final Set<String> TYPES =
            Set.of(ConfigurationAdmin.class.getName(), MetaTypeService.class.getName());

    private ConsoleHooks() {}

    /** Registers the Web Console's Config Admin and Metatype; what is registered, in order. */
    static List<ServiceRegistration<?>> register(BundleContext context, ConsoleAdmin admin,
            MetaTypeService metatype) {
        ServiceRegistration<?> hooks = context.registerService(
                new String[]{FindHook.class.getName(), EventListenerHook.class.getName()}, new ConsoleHooks(),
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_DESCRIPTION,
                        "Gives the Web Console the Config Admin that edits the document")));
        Map<String, Object> ours = Map.of(OURS, true, Constants.SERVICE_RANKING, 1_000);
        return List.of(hooks,
                context.registerService(MetaTypeService.class, metatype, FrameworkUtil.asDictionary(ours)),
                context.registerService(ConfigurationAdmin.class, admin, FrameworkUtil.asDictionary(ours)));
    }

    @Override
    public void find(BundleContext context, @Nullable String name, @Nullable String filter, boolean allServices,
            Collection<ServiceReference<?>> references) {
        if (name == null || TYPES.contains(name)) {
            boolean console = isConsole(context);
            references.removeIf(reference -> isGuarded(reference) && isOurs(reference) != console);
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        if (isGuarded(event.getServiceReference())) {
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

    private static boolean isGuarded(ServiceReference<?> reference) {
        return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types
                && Stream.of(types).anyMatch(TYPES::contains);
    }
}
