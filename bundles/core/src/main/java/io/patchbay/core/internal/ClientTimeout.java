package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Headers;
import java.time.Duration;
import java.util.Optional;

/** How long a client wants to wait for the whole of an answer: the header {@value #HEADER}, in ms. */
final class ClientTimeout {
    private static final String HEADER = "x-patchbay-timeout-ms";

    private ClientTimeout() {}

    /**
     * Reads it.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST} where it is no number from 1 on
     */
    static Optional<Duration> of(Headers headers) {
        return headers.first(HEADER).map(ClientTimeout::read);
    }

    private static Duration read(String text) {
        try {
            long ms = Long.parseLong(text.strip());
            if (ms >= 1) {
                return Duration.ofMillis(ms);
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new GatewayException(ErrorKind.INVALID_REQUEST,
                "The header " + HEADER + " is a whole number of milliseconds from 1 on.").withParam(HEADER);
    }
}
