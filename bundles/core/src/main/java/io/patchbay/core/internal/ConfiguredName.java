package io.patchbay.core.internal;

import java.util.Map;
import org.osgi.framework.Constants;

/** Reads the name and the type that a configuration's PID gives to a service: {@code <type>~<name>}. */
final class ConfiguredName {
    private static final String PROVIDER_PREFIX = "io.patchbay.provider.";

    private ConfiguredName() {}

    /** The part of the service's PID after {@code ~}; the whole PID where there is no such part. */
    static String of(Map<String, ?> properties) {
        Object pid = properties.get(Constants.SERVICE_PID);
        String text = pid instanceof Object[] several
                ? String.valueOf(several[0])
                : pid instanceof Iterable<?> several
                        ? String.valueOf(several.iterator().next())
                        : String.valueOf(pid);
        return text.substring(text.indexOf('~') + 1);
    }

    /** Whether a configuration's PID is that of a provider with this name. */
    static boolean isProvider(String pid, String name) {
        return pid.startsWith(PROVIDER_PREFIX) && pid.endsWith("~" + name);
    }
}
