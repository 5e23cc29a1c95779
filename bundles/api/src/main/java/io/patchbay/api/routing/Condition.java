package io.patchbay.api.routing;

import io.patchbay.api.exchange.Exchange;
import java.time.Instant;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A condition under which a route is for a request. Asked once for each request of the route's model, by many threads at
 * once: must be quick and safe for that.
 */
@ConsumerType
@FunctionalInterface
public interface Condition {
    /**
     * Whether a request is one that is meant.
     *
     * @param exchange the request
     * @param now the time
     * @throws RuntimeException if that cannot be told for this request; the message says why. The route is then not for it
     */
    boolean holds(Exchange exchange, Instant now);
}
