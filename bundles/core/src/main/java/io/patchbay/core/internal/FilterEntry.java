package io.patchbay.core.internal;

import io.patchbay.api.filter.Filter;
import java.util.Map;
import org.osgi.framework.Constants;

/**
 * A filter's service with what its properties say.
 *
 * @param name the name for the log: the component's, or the service's PID
 * @param service the filter
 * @param order where it stands
 * @param id the service's number, which grows with time
 */
record FilterEntry(String name, Filter service, int order, long id) {

    /** Reads the properties of a filter's service. */
    static FilterEntry of(Filter service, Map<String, ?> properties) {
        int order = properties.get("patchbay.filter.order") instanceof Number number ? number.intValue() : 0;
        long id = properties.get(Constants.SERVICE_ID) instanceof Number number ? number.longValue() : 0;
        return new FilterEntry(String.valueOf(properties.get("component.name")), service, order, id);
    }
}
