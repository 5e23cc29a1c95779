package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;

/** What an upstream's HTTP status means where its words say no more. */
public final class Statuses {
    private Statuses() {}

    /** The kind of an error of that status; of one without a status, 0. */
    public static ErrorKind kind(int status) {
        return switch (status) {
            case 400, 422 -> ErrorKind.INVALID_REQUEST;
            case 401, 402, 403 -> ErrorKind.KEY_REFUSED;
            case 404 -> ErrorKind.NOT_FOUND;
            case 408, 504 -> ErrorKind.TIMEOUT;
            case 413 -> ErrorKind.TOO_LARGE;
            case 429 -> ErrorKind.RATE_LIMITED;
            case 503, 529 -> ErrorKind.OVERLOADED;
            default -> status > 0 && status < 500 ? ErrorKind.OTHER : ErrorKind.UPSTREAM;
        };
    }
}
