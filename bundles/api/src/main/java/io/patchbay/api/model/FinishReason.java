package io.patchbay.api.model;

/**
 * Why a model stopped. The set grows: a {@code switch} over it carries a {@code default}.
 *
 * <p>A dialect's own word, where it says more, rides along as an extra.
 */
public enum FinishReason {
    /** The answer is complete. */
    STOP,
    /** One of the request's stop sequences came. */
    STOP_SEQUENCE,
    /** The limit of output tokens, or of the context, was reached. */
    LENGTH,
    /** The model waits for the results of its tool calls. */
    TOOL_CALLS,
    /** A content policy ended the answer. */
    CONTENT_FILTER,
    /** The model refused to answer. */
    REFUSAL,
    /** A reason that only one dialect knows. */
    OTHER
}
