package io.patchbay.api.provider;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link Provider} that knows errors of its upstream better than the dialect does. Safe for use by many threads.
 */
@ConsumerType
@FunctionalInterface
public interface ErrorClassifier {
    /**
     * Classifies an answer with a status of 400 or more.
     *
     * @param status the HTTP status
     * @param headers the answer's headers
     * @param body the beginning of the answer's body, at most 64 KiB
     * @return the error; empty to leave it to the dialect
     */
    Optional<GatewayException> classify(int status, Headers headers, Bytes body);
}
