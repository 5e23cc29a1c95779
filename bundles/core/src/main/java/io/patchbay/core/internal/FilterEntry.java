package io.patchbay.core.internal;

import io.patchbay.api.filter.Filter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A filter's service with what its properties say.
 *
 * @param names what it is called: the PID of its configuration and the name in it, and its component's name
 * @param service the filter
 * @param order where it stands
 * @param origin where it comes from
 */
record FilterEntry(Set<String> names, Filter service, int order, Origin origin) {

    /** Reads the properties of a filter's service. */
    static FilterEntry of(Origin origin, Filter service, Map<String, ?> properties) {
        int order = properties.get("patchbay.filter.order") instanceof Number number ? number.intValue() : 0;
        Set<String> names = new LinkedHashSet<>();
        if (properties.get("component.name") instanceof String component) {
            names.add(component);
        }
        names.add(origin.pid());
        names.add(ConfiguredName.of(origin.pid()));
        return new FilterEntry(names, service, order, origin);
    }

    /** The name for the log. */
    String name() {
        return names.iterator().next();
    }
}
