package io.patchbay.api.listen;

import io.patchbay.api.exchange.Exchange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An observer of exchanges; it can neither change nor fail one.
 *
 * <p>Registered as a service. What it throws is logged. Called by many threads at once; must be safe for that.
 */
@ConsumerType
@FunctionalInterface
public interface ExchangeListener {
    /**
     * An exchange is over: its answer is out, or given up.
     *
     * @param exchange what happened
     */
    void finished(FinishedExchange exchange);

    /**
     * An exchange begins; {@link #finished} follows, once.
     *
     * @param exchange the request, before any filter
     */
    default void started(Exchange exchange) {}
}
