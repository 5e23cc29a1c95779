package io.patchbay.core.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;

/** What came of trying one target. */
sealed interface Outcome {

    /** It answers. */
    record Answered(Answer answer) implements Outcome {}

    /**
     * It was asked and did not answer.
     *
     * @param failure what went wrong, the last time
     * @param passedThrough whether it was asked in the client's own dialect
     * @param restsNanos how long its keys rest now; {@link #NEVER} where that is not what keeps it from answering
     */
    record Failed(Failure failure, boolean passedThrough, long restsNanos) implements Outcome {}

    /**
     * It could not be asked.
     *
     * @param error why
     * @param restsNanos after how long it may be; {@link #NEVER} where waiting does not help
     */
    record Untried(GatewayException error, long restsNanos) implements Outcome {}

    /** Its provider is not there. */
    record Absent() implements Outcome {}

    /** No time at all. */
    long NEVER = Long.MAX_VALUE;
}
