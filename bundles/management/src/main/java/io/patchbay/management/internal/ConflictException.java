package io.patchbay.management.internal;

/** What is asked for cannot be done to a bundle while the gateway runs; the message says why, and what can be done. */
final class ConflictException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ConflictException(String reason) {
        super(reason);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
