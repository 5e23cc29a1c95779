package io.patchbay.api.exchange;

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
}
