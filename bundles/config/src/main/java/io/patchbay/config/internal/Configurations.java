package io.patchbay.config.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Config Admin to what is wanted, as one step. Every configuration of the product, and every one that was applied
 * before, that is not wanted any more is deleted. While it does so a service with the property
 * {@code patchbay.config=applying} is there, by which the pipeline knows that it sees half of a change.
 */
final class Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);
    /** A configuration that any bundle may get. */
    private static final String ANY_BUNDLE = "?";
    private static final Set<String> AUTOMATIC =
            Set.of(Constants.SERVICE_PID, ConfigurationAdmin.SERVICE_FACTORYPID,
                    ConfigurationAdmin.SERVICE_BUNDLELOCATION);
    /** What a route refers to comes before it, and goes after it. */
    private static final Comparator<String> ORDER =
            Comparator.comparingInt(Configurations::rank).thenComparing(Comparator.naturalOrder());

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Dispatch dispatch;
    private final Set<String> applied = new HashSet<>();

    /** One change of one configuration. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    Configurations(BundleContext context, ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
        dispatch = new Dispatch(context, admin);
    }

    /** Learns no more when changes are live. */
    void close() {
        dispatch.close();
    }

    /**
     * Creates, updates and deletes only what differs, and returns when every component has it.
     *
     * @param wanted the properties by PID
     * @param again the PIDs of what is given to components again though it is the same
     * @return the PIDs of what was changed
     */
    synchronized Collection<String> apply(Map<String, Map<String, Object>> wanted, Collection<String> again) {
        try {
            Collection<String> changed = new TreeSet<>();
            List<Step> steps = new ArrayList<>();
            for (String pid : wanted.keySet().stream().sorted(ORDER).toList()) {
                Map<String, Object> properties = Objects.requireNonNull(wanted.get(pid));
                Configuration configuration = configuration(pid);
                if (again.contains(pid) || !same(configuration.getProperties(), properties)) {
                    changed.add(pid);
                    steps.add(() -> configuration.update(FrameworkUtil.asDictionary(properties)));
                }
            }
            for (Configuration configuration : unwanted(wanted.keySet())) {
                changed.add(configuration.getPid());
                steps.add(configuration::delete);
            }
            applied.clear();
            applied.addAll(wanted.keySet());
            run(steps);
            if (!changed.isEmpty()) {
                LOG.info("configuration applied: {} sections, changed: {}", wanted.size(), changed);
            }
            return changed;
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("Config Admin does not take the configuration", e);
        }
    }

    /** Whether the same is configured by both. */
    static boolean isSame(Map<String, Map<String, Object>> some, Map<String, Map<String, Object>> others) {
        return some.keySet().equals(others.keySet()) && some.entrySet().stream()
                .allMatch(entry -> same(entry.getValue(), Objects.requireNonNull(others.get(entry.getKey()))));
    }

    private void run(List<Step> steps) throws IOException {
        if (steps.isEmpty()) {
            return;
        }
        ServiceRegistration<Object> marker = context.registerService(Object.class, new Object(),
                FrameworkUtil.asDictionary(Map.of("patchbay.config", "applying")));
        try {
            for (Step step : steps) {
                step.run();
            }
            dispatch.await();
        } finally {
            marker.unregister();
        }
    }

    /** What is there and is not wanted, last first. */
    private List<Configuration> unwanted(Set<String> wanted) throws IOException, InvalidSyntaxException {
        Configuration[] all = admin.listConfigurations(null);
        return List.of(all == null ? new Configuration[0] : all).stream()
                .filter(configuration -> isOurs(configuration.getPid()) && !wanted.contains(configuration.getPid()))
                .sorted(Comparator.comparing(Configuration::getPid, ORDER).reversed())
                .toList();
    }

    private boolean isOurs(String pid) {
        return !pid.equals(Dispatch.PID) && (applied.contains(pid) || pid.startsWith(Pids.PATCHBAY));
    }

    private static boolean same(Dictionary<String, Object> present, Map<String, Object> wanted) {
        if (present == null) {
            return false;
        }
        Map<String, Object> properties = new HashMap<>(FrameworkUtil.asMap(present));
        properties.keySet().removeAll(AUTOMATIC);
        return same(properties, wanted);
    }

    private static boolean same(Map<String, Object> properties, Map<String, Object> wanted) {
        return properties.keySet().equals(wanted.keySet()) && wanted.entrySet().stream()
                .allMatch(entry -> Objects.deepEquals(properties.get(entry.getKey()), entry.getValue()));
    }

    private Configuration configuration(String pid) throws IOException {
        int tilde = pid.indexOf('~');
        return tilde < 0
                ? admin.getConfiguration(pid, ANY_BUNDLE)
                : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), ANY_BUNDLE);
    }

    private static int rank(String pid) {
        return pid.startsWith(Pids.PROVIDER) ? 0 : switch (Pids.type(pid)) {
            case Pids.KEY -> 1;
            case Pids.ROUTE -> 2;
            default -> 3;
        };
    }
}
