package io.patchbay.api.exchange;

import io.patchbay.api.error.GatewayException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes of a request what the data plane would make of it, and has nobody answer it: for those who tell what would become
 * of it. Registered as a service; safe for use by many threads.
 */
@ProviderType
public interface ExchangeReader {
    /**
     * The exchange of a request, in the dialect whose endpoint it is sent to.
     *
     * @param method the HTTP method, upper case
     * @param target the path, and the query behind a question mark where there is one
     * @param headers the headers
     * @param body the body, without a content encoding
     * @param caller the name of the virtual key that it comes with; empty for a request without one
     * @throws GatewayException of kind {@code NOT_FOUND} where nobody serves the path so, of kind {@code AUTHENTICATION}
     *         where there is no such virtual key, and of kind {@code INVALID_REQUEST} where the request is wrong
     */
    Exchange read(String method, String target, Headers headers, Bytes body, String caller);
}
