package io.patchbay.core.internal;

import io.patchbay.api.lease.Leases;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Where a service comes from. Holds nothing of its bundle's classes.
 *
 * @param serviceId the service's number, which grows with time
 * @param bundle the symbolic name of its bundle
 * @param version the version of its bundle
 * @param pid the PID of its configuration, else the name of its component; empty for one registered by hand
 * @param configured whether it has the PID from a configuration, and goes with that
 * @param leases who uses its bundle
 */
record Origin(long serviceId, String bundle, String version, String pid, boolean configured, Leases leases) {

    /** Where the service of a reference comes from. */
    static Origin of(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        if (bundle == null) {
            throw new IllegalStateException("the service is gone: " + reference);
        }
        return new Origin(id(reference), String.valueOf(bundle.getSymbolicName()), bundle.getVersion().toString(),
                pid(FrameworkUtil.asMap(reference.getProperties())),
                reference.getProperty(Constants.SERVICE_PID) != null, Leases.of(bundle.getBundleId()));
    }

    /** The number of a service. */
    static long id(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_ID) instanceof Number number ? number.longValue() : 0;
    }

    /** What a service is called by its configuration or its component; empty where it has neither. */
    static String pid(Map<String, ?> properties) {
        return switch (properties.get(Constants.SERVICE_PID)) {
            case String pid -> pid;
            case String[] several -> String.join(",", several);
            case Iterable<?> several -> String.valueOf(several.iterator().next());
            case null, default -> properties.get("component.name") instanceof String name ? name : "";
        };
    }

    /** Whether two services are versions of one thing, of which only one may serve. */
    boolean isVersionOf(Origin other) {
        return !pid.isEmpty() && pid.equals(other.pid) && bundle.equals(other.bundle);
    }

    /** Whether a service is from a bundle that was installed later than that of another version of the same thing. */
    boolean isNewerThan(Origin other) {
        return isVersionOf(other) && leases.bundleId() > other.leases.bundleId();
    }
}
