package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Priority;
import java.util.Optional;

/** How much a client says that its request matters: the header {@value #HEADER}. */
final class ClientPriority {
    private static final String HEADER = "x-patchbay-priority";

    private ClientPriority() {}

    /**
     * Reads it.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST} where it is no priority
     */
    static Optional<Priority> of(Headers headers) {
        return headers.first(HEADER).map(text -> Priority.parse(text).orElseThrow(() -> new GatewayException(
                ErrorKind.INVALID_REQUEST, "The header " + HEADER + " is low, normal or high.").withParam(HEADER)));
    }
}
