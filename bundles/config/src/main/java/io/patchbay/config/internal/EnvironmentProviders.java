package io.patchbay.config.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.BundleTracker;

/**
 * Stands in for a document: a provider whose vendor's well-known variable is in the environment is simply there. A
 * provider's bundle names it in its capability {@code io.patchbay.provider}, attributes {@code type} and
 * {@code keyVariable}. What is configured stays when the bundle goes, as it does with a document.
 */
final class EnvironmentProviders extends BundleTracker<Bundle> {
    private static final String CAPABILITY = "io.patchbay.provider";

    private final Predicate<ValueReference> isSet;
    private final Consumer<Map<String, Map<String, Object>>> apply;
    private final Map<String, Map<String, Object>> wanted = new TreeMap<>();
    private final Collection<String> variables = new TreeSet<>();
    private boolean started;

    /**
     * Looks at no bundle until {@link #start}.
     *
     * @param apply gets all sections whenever there are more
     */
    EnvironmentProviders(BundleContext context, Predicate<ValueReference> isSet,
            Consumer<Map<String, Map<String, Object>>> apply) {
        super(context, Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE, null);
        this.isSet = isSet;
        this.apply = apply;
    }

    /** Looks at what is there, and from now on at what comes; the sections for what is there. */
    synchronized Map<String, Map<String, Object>> start() {
        open();
        started = true;
        return new TreeMap<>(wanted);
    }

    /** The PIDs of the providers that are configured. */
    synchronized Collection<String> providers() {
        return wanted.keySet().stream().filter(pid -> pid.startsWith(Pids.PROVIDER)).toList();
    }

    /** The variables that the bundles look for, set or not. */
    synchronized Collection<String> variables() {
        return variables;
    }

    @Override
    public synchronized Bundle addingBundle(Bundle bundle, BundleEvent event) {
        int before = wanted.size();
        for (BundleCapability provider : bundle.adapt(BundleRevision.class).getDeclaredCapabilities(CAPABILITY)) {
            if (provider.getAttributes().get("type") instanceof String type
                    && provider.getAttributes().get("keyVariable") instanceof String variable) {
                configure(type, variable);
            }
        }
        if (started && wanted.size() > before) {
            apply.accept(new TreeMap<>(wanted));
        }
        return bundle;
    }

    private void configure(String type, String variable) {
        variables.add(variable);
        if (isSet.test(new ValueReference("env", variable))) {
            wanted.put(Pids.PROVIDER + type + "~" + type, Map.of());
            Map<String, Object> key = new LinkedHashMap<>();
            key.put("provider", type);
            key.put(".value", "$[env:" + variable + "]");
            wanted.put(Pids.KEY + "~" + type, key);
        }
    }
}
