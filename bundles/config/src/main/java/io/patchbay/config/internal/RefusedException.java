package io.patchbay.config.internal;

import java.util.List;

/** Says why a change that is well-formed was not made. */
final class RefusedException extends Exception {
    /** What stands in the way. */
    enum Reason {
        /** The client's state is not the present one. */
        STALE,
        /** The document, or the file that holds it, does not allow a change. */
        CONFLICT,
        /** What is to be changed is not there. */
        NOT_FOUND,
    }

    private final Reason reason;
    private final transient List<Problem> problems;

    RefusedException(Reason reason, String message) {
        this(reason, message, List.of());
    }

    RefusedException(Reason reason, String message, List<Problem> problems) {
        super(message);
        this.reason = reason;
        this.problems = List.copyOf(problems);
    }

    Reason reason() {
        return reason;
    }

    /** The document's own errors, if they are why. */
    List<Problem> problems() {
        return problems;
    }
}
