package io.patchbay.api.exchange;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The pipeline that answers exchanges: admission, filters, cache, routes, attempts.
 *
 * <p>A service of the platform; safe for use by many threads.
 */
@ProviderType
public interface Gateway {
    /**
     * Answers an exchange, on the calling thread.
     *
     * @param exchange the request
     * @return the answer, in the client's dialect; it must be closed when its last byte is written, or when nobody
     *         wants it any more: the exchange is settled then
     * @throws io.patchbay.api.error.GatewayException if there is no answer to give; the exchange is settled
     */
    Answer handle(Exchange exchange);

    /**
     * Answers an exchange like {@link #handle}, unless something is being replaced that it cannot do without: then
     * nothing happens. For callers that have {@linkplain io.patchbay.api.lease.Leases leases} of their own, such as on
     * the exchange's dialect, and would keep from stopping what is waited for: they give them back, wait with
     * {@link #awaitReady}, and begin anew.
     *
     * @param exchange the request
     * @return the answer; empty where the exchange was not begun
     * @throws io.patchbay.api.error.GatewayException as {@link #handle}
     */
    default Optional<Answer> handleIfReady(Exchange exchange) {
        return Optional.of(handle(exchange));
    }

    /**
     * Waits, within bounds, until exchanges of a dialect can be begun.
     *
     * @param dialect the dialect's name
     * @param cancellation ends the waiting
     * @throws io.patchbay.api.error.GatewayException if what is waited for does not come in time, saying so; the reason
     *         of the cancellation
     */
    default void awaitReady(String dialect, Cancellation cancellation) {}
}
