package io.patchbay.core.internal;

import java.util.Map;
import org.osgi.framework.Constants;

/** Reads the name and the type that a configuration's PID gives to a service: {@code <type>~<name>}. */
final class ConfiguredName {
    private static final String PROVIDER_PREFIX = "io.patchbay.provider.";

    private ConfiguredName() {}

    /** The part of the service's PID after {@code ~}; the whole PID where there is no such part. */
    static String of(Map<String, ?> properties) {
        return of(pid(properties));
    }

    /** The part of a PID after {@code ~}; the whole PID where there is no such part. */
    static String of(String pid) {
        return pid.substring(pid.indexOf('~') + 1);
    }

    /** The type of a provider by its service's PID; empty where that is none of a provider. */
    static String providerType(Map<String, ?> properties) {
        return providerType(pid(properties));
    }

    /** The type of a provider by its PID; empty where that is none of a provider. */
    static String providerType(String pid) {
        int end = pid.indexOf('~');
        return pid.startsWith(PROVIDER_PREFIX) && end > 0 ? pid.substring(PROVIDER_PREFIX.length(), end) : "";
    }

    private static String pid(Map<String, ?> properties) {
        Object pid = properties.get(Constants.SERVICE_PID);
        return pid instanceof Object[] several
                ? String.valueOf(several[0])
                : pid instanceof Iterable<?> several
                        ? String.valueOf(several.iterator().next())
                        : String.valueOf(pid);
    }
}
