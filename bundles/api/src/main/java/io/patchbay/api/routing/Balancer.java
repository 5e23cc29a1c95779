package io.patchbay.api.routing;

import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A policy that puts the targets of a route in the order in which they are tried.
 *
 * <p>Registered as a service with a {@link io.patchbay.api.config.BalancerName}, by which routes choose it. Called for
 * every request of such a route, by many threads at once: must be quick and safe for that.
 */
@ConsumerType
@FunctionalInterface
public interface Balancer {
    /**
     * Puts targets in order.
     *
     * @param exchange the request that is to be answered
     * @param targets the route's targets that can be used now, in the route's order; at least two
     * @return the same targets, best first; one that is left out is not tried
     */
    List<Target> order(Exchange exchange, List<Target> targets);
}
