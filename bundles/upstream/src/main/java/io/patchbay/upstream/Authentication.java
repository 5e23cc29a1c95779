package io.patchbay.upstream;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import org.osgi.annotation.versioning.ConsumerType;

/** How a provider proves to its upstream who is asking. Safe for use by many threads. */
@ConsumerType
@FunctionalInterface
public interface Authentication {
    /** The key's value in the header {@code Authorization}, after the word {@code Bearer}: RFC 6750. */
    Authentication BEARER = header("Authorization", "Bearer ");

    /**
     * Adds what proves that a key is ours; not called for a request without a key.
     *
     * @param request the request, complete but for this
     * @param key the key to use
     * @return the request to send
     */
    UpstreamRequest authenticate(UpstreamRequest request, Key key);

    /**
     * The key's value in a header.
     *
     * @param name the header's name, such as {@code x-api-key}
     * @param prefix what stands before the value, with the space after it
     */
    static Authentication header(String name, String prefix) {
        return (request, key) -> {
            // A secret's file often ends with a line break.
            String value = key.value().map(String::strip).orElse("");
            if (value.isEmpty()) {
                throw new GatewayException(ErrorKind.KEY_REFUSED, "The key '" + key.name() + "' has no value.");
            }
            return request.withHeader(name, prefix + value);
        };
    }
}
