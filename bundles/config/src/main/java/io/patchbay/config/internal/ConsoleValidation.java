package io.patchbay.config.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a form before the Web Console saves it, so that it answers 400 with the words, and not 500. Its interface for that
 * is implemented through the bundle that has it: were we wired to the console, its refresh would be ours.
 */
final class ConsoleValidation extends BundleTracker<ServiceRegistration<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleValidation.class);
    private static final String HANDLER = "org.apache.felix.webconsole.spi.ConfigurationHandler";
    private static final String REFUSAL = "org.apache.felix.webconsole.spi.ValidationException";

    private final ConsoleAdmin admin;

    ConsoleValidation(BundleContext context, ConsoleAdmin admin) {
        super(context, Bundle.STARTING | Bundle.ACTIVE, null);
        this.admin = admin;
    }

    @Override
    public @Nullable ServiceRegistration<?> addingBundle(Bundle bundle, BundleEvent event) {
        if (!ConsoleHooks.WEB_CONSOLE.equals(bundle.getSymbolicName())) {
            return null;
        }
        try {
            Class<?> handler = bundle.loadClass(HANDLER);
            Class<? extends Exception> refusal = bundle.loadClass(REFUSAL).asSubclass(Exception.class);
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (self, method, arguments) -> called(self, method, arguments, refusal));
            return context.registerService(HANDLER, proxy, FrameworkUtil.asDictionary(Map.of()));
        } catch (ClassNotFoundException e) {
            LOG.warn("this Web Console does not say why it refuses a configuration", e);
            return null;
        }
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, ServiceRegistration<?> registration) {
        registration.unregister();
    }

    @SuppressWarnings("ReferenceEquality") // A proxy's equals comes here.
    private @Nullable Object called(Object self, Method method, Object @Nullable [] arguments,
            Class<? extends Exception> refusal) throws Exception {
        Object[] given = arguments == null ? new Object[0] : arguments;
        String complaint = switch (method.getName()) {
            case "updateConfiguration" -> {
                @SuppressWarnings("unchecked")
                Dictionary<String, Object> properties = (Dictionary<String, Object>) given[2];
                yield admin.complaint((String) given[0], (String) given[1], properties);
            }
            case "deleteConfiguration" -> admin.complaint((String) given[1]);
            default -> "";
        };
        if (!complaint.isEmpty()) {
            throw refusal.getConstructor(String.class).newInstance(complaint);
        }
        return switch (method.getName()) {
            case "listConfiguration" -> true;
            case "equals" -> self == given[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> ConsoleValidation.class.getName();
            default -> null;
        };
    }
}
