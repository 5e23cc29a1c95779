package io.patchbay.upstream;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** How a provider proves to its upstream who is asking. Safe for use by many threads. */
@ConsumerType
@FunctionalInterface
public interface Authentication {
    /** The key's value in the header {@code Authorization}, after the word {@code Bearer}: RFC 6750. */
    Authentication BEARER = header("Authorization", "Bearer ");

    /**
     * Adds what proves that a key is ours.
     *
     * @param request the request, complete but for this
     * @param key the key to use
     * @return the request to send
     */
    UpstreamRequest authenticate(UpstreamRequest request, Key key);

    /**
     * Adds what proves who is asking where there is no key; nothing, unless overridden.
     *
     * @param request the request, complete but for this
     * @return the request to send
     */
    default UpstreamRequest authenticate(UpstreamRequest request) {
        return request;
    }

    /**
     * The key's value in a header.
     *
     * @param name the header's name, such as {@code x-api-key}
     * @param prefix what stands before the value, with the space after it
     */
    static Authentication header(String name, String prefix) {
        return (request, key) -> {
            String value = secret(key, "value").orElseThrow(() -> new GatewayException(ErrorKind.KEY_REFUSED,
                    "The key '" + key.name() + "' has no value."));
            return request.withHeader(name, prefix + value);
        };
    }

    /**
     * A key's secret, without the line break that a secret's file often ends with; empty where the key has none of that
     * name, or one that is blank.
     *
     * @param name the secret's name, such as {@code value}
     */
    static Optional<String> secret(Key key, String name) {
        return key.secret(name).map(String::strip).filter(value -> !value.isEmpty());
    }
}
