package io.patchbay.core.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import java.util.Optional;

/** An attempt that came to nothing: what went wrong, and the upstream's own answer where it gave one. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient GatewayException error;
    private final transient Optional<Answer> answer;

    Failure(GatewayException error, Optional<Answer> answer) {
        super(error.getMessage(), error, false, false);
        this.error = error;
        this.answer = answer;
    }

    GatewayException error() {
        return error;
    }

    Optional<Answer> answer() {
        return answer;
    }
}
