package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;

/** The words for why a model stopped. */
final class StopReasons {
    static final String MEMBER = "stop_reason";

    private StopReasons() {}

    /** What a word means. */
    static FinishReason read(String word) {
        return switch (word) {
            case "end_turn" -> FinishReason.STOP;
            case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.REFUSAL;
            default -> FinishReason.OTHER;
        };
    }

    /**
     * What a word means in an answer.
     *
     * @param called whether the client's tools are called: they wait for their result also where a vendor says
     *        {@code end_turn}
     * @param answered whether the answer came as a call of {@link AnswerTool}, which the client knows nothing of
     */
    static FinishReason read(String word, boolean called, boolean answered) {
        FinishReason reason = read(word);
        if (called && reason == FinishReason.STOP) {
            return FinishReason.TOOL_CALLS;
        }
        return answered && !called && reason == FinishReason.TOOL_CALLS ? FinishReason.STOP : reason;
    }

    /**
     * The word for a reason as JSON: the one that came, if it still says the same, else this dialect's own.
     *
     * @param called whether the client's tools are called
     * @param refused whether the model refused in so many words, for which other dialects have no reason to stop
     */
    static String write(FinishReason reason, Extras extras, boolean called, boolean refused) {
        FinishReason other = called ? FinishReason.TOOL_CALLS : refused ? FinishReason.REFUSAL : reason;
        FinishReason told = reason == FinishReason.STOP ? other : reason;
        return extras.take(MEMBER)
                .filter(form -> told.equals(Extras.node(form) instanceof Node.Str(_, String word)
                        ? read(word, called, false)
                        : FinishReason.OTHER))
                .orElseGet(() -> JsonWriter.quoted(write(told)));
    }

    /** The word for a reason. */
    static String write(FinishReason reason) {
        return switch (reason) {
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER, REFUSAL -> "refusal";
            default -> "end_turn";
        };
    }
}
