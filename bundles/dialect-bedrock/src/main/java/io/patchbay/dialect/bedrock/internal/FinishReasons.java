package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;

/** The words for why a model stopped. */
final class FinishReasons {
    private static final String NAME = "stopReason";

    private FinishReasons() {}

    /** What a word means. */
    static FinishReason read(String word) {
        return switch (word) {
            case "end_turn" -> FinishReason.STOP;
            case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "content_filtered", "guardrail_intervened" -> FinishReason.CONTENT_FILTER;
            case "refusal" -> FinishReason.REFUSAL;
            default -> FinishReason.OTHER;
        };
    }

    /**
     * Takes the word of an answer, and leaves it where it would not be written again. A call waits for its result also
     * where a model says {@code end_turn}.
     *
     * @param called whether a tool of the client's was called
     * @param answered whether {@link AnswerTool} was called, of which the client knows nothing
     */
    static FinishReason take(Members members, boolean called, boolean answered) {
        String word = members.requiredText(NAME);
        FinishReason reason = read(word);
        if (answered && !called && reason == FinishReason.TOOL_CALLS) {
            return FinishReason.STOP;
        }
        if (called && reason == FinishReason.STOP) {
            reason = FinishReason.TOOL_CALLS;
        }
        if (!write(reason).equals(word)) {
            members.mark(NAME, JsonWriter.quoted(word));
        }
        return reason;
    }

    /** The word for a reason as JSON: the one that came, if it still says the same, else this dialect's own. */
    static String write(FinishReason reason, Extras extras) {
        return extras.take(NAME)
                .filter(form -> Extras.node(form) instanceof Node.Str(_, String word) && read(word) == reason)
                .orElseGet(() -> JsonWriter.quoted(write(reason)));
    }

    private static String write(FinishReason reason) {
        return switch (reason) {
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER, REFUSAL -> "content_filtered";
            default -> "end_turn";
        };
    }
}
