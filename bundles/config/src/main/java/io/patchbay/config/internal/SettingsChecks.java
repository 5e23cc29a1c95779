package io.patchbay.config.internal;

import io.patchbay.api.config.SettingsCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the bundles that run find wrong with settings that are as Metatype says. */
@FunctionalInterface
interface SettingsChecks {
    /** Where failures of the checks themselves are told. */
    Logger LOG = LoggerFactory.getLogger(SettingsChecks.class);

    /** Finds nothing wrong. */
    SettingsChecks NONE = (_, _) -> Map.of();

    /**
     * What is wrong, by key.
     *
     * @param type the PID, or the factory PID
     * @param settings the values; those that refer to something are left out of the check
     */
    Map<String, String> check(String type, Map<String, Object> settings);

    /** What the services find that are there when it is asked for. */
    static SettingsChecks of(BundleContext context) {
        return (type, settings) -> {
            Map<String, Object> plain = new LinkedHashMap<>(settings);
            plain.values().removeIf(SettingsChecks::refers);
            Map<String, String> wrong = new LinkedHashMap<>();
            try {
                for (ServiceReference<SettingsCheck> reference : context.getServiceReferences(SettingsCheck.class,
                        "(patchbay.checks.settings=" + type + ")")) {
                    ask(context, reference, plain, wrong);
                }
            } catch (InvalidSyntaxException e) {
                throw new IllegalStateException(e);
            }
            return wrong;
        };
    }

    private static void ask(BundleContext context, ServiceReference<SettingsCheck> reference,
            Map<String, Object> settings, Map<String, String> wrong) {
        SettingsCheck check = context.getService(reference);
        if (check == null) {
            return;
        }
        try {
            wrong.putAll(check.check(settings));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a check of settings of {} failed by itself", reference.getBundle(), e);
        } finally {
            context.ungetService(reference);
        }
    }

    private static boolean refers(Object value) {
        return value instanceof Object[] several
                ? Stream.of(several).anyMatch(ValueReference::isIn)
                : ValueReference.isIn(value);
    }
}
