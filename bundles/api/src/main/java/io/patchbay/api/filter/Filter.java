package io.patchbay.api.filter;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A hook around exchanges: it may answer at once, change the request, change the answer, ask again, or only look.
 *
 * <p>Registered as a service; {@link io.patchbay.api.config.FilterOrder} says where it stands. Called by many threads at
 * once; must be safe for that. Text that a filter changes in a stream may be cut anywhere: see {@link Answer#wrap}.
 */
@ConsumerType
@FunctionalInterface
public interface Filter {
    /**
     * Handles an exchange.
     *
     * @param exchange the request
     * @param chain the rest of the pipeline; to proceed is the only way on
     * @return the chain's answer, a changed one, or one of the filter's own
     * @throws io.patchbay.api.error.GatewayException to refuse the request
     */
    Answer filter(Exchange exchange, Chain chain);
}
