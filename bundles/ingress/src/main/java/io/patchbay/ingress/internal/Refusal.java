package io.patchbay.ingress.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Headers;

/**
 * A request that HTTP itself refuses: the error for the client's dialect, with the status and the headers that HTTP asks
 * for in this case.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Headers headers;
    private final GatewayException error;

    Refusal(int status, Headers headers, GatewayException error) {
        super(error.message(), error, false, false);
        this.status = status;
        this.headers = headers;
        this.error = error;
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    GatewayException error() {
        return error;
    }
}
