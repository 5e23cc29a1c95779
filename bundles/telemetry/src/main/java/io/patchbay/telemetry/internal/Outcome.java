package io.patchbay.telemetry.internal;

import io.patchbay.api.error.ErrorKind;
import java.util.Locale;
import java.util.Optional;

/** How an exchange or an attempt ended, as a label says it. */
enum Outcome {
    OK, CLIENT_ERROR, RATE_LIMITED, OVERLOADED, TIMEOUT, UPSTREAM_ERROR, NOT_INSTALLED, CANCELLED, INTERNAL_ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    static Outcome of(Optional<ErrorKind> error) {
        return error.isEmpty() ? OK : switch (error.get()) {
            case INVALID_REQUEST, TOO_LARGE, AUTHENTICATION, PERMISSION, NOT_FOUND, MODEL_NOT_FOUND, CONTEXT_LENGTH,
                    CONTENT_FILTERED -> CLIENT_ERROR;
            case RATE_LIMITED -> RATE_LIMITED;
            case OVERLOADED -> OVERLOADED;
            case TIMEOUT -> TIMEOUT;
            case PROVIDER_NOT_INSTALLED -> NOT_INSTALLED;
            case CANCELLED -> CANCELLED;
            case INTERNAL -> INTERNAL_ERROR;
            default -> UPSTREAM_ERROR;
        };
    }

    String label() {
        return label;
    }
}
