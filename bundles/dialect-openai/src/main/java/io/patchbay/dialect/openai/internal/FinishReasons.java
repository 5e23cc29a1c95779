package io.patchbay.dialect.openai.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.Optional;

/** The words for why a model stopped. */
final class FinishReasons {
    private FinishReasons() {}

    /** What a word means. */
    static FinishReason read(String word) {
        return switch (word) {
            case "stop" -> FinishReason.STOP;
            case "length", "model_length" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    /** What a word means in an answer; a call waits for its result also where a vendor says {@code stop}. */
    static FinishReason read(String word, boolean called) {
        FinishReason reason = read(word);
        return called && reason == FinishReason.STOP ? FinishReason.TOOL_CALLS : reason;
    }

    /** The word for a reason as JSON: the one that came, if it still says the same, else this dialect's own. */
    static String write(FinishReason reason, Extras extras) {
        return extras.take("finish_reason")
                .filter(form -> (Extras.node(form) instanceof Node.Str(_, String word)
                        ? read(word)
                        : FinishReason.OTHER)
                        .equals(reason))
                .orElseGet(() -> JsonWriter.quoted(write(reason)));
    }

    /** The word for a reason. */
    static String write(FinishReason reason) {
        return switch (reason) {
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER, REFUSAL -> "content_filter";
            default -> "stop";
        };
    }

    /** The failure that a vendor tells by its finish reason: Mistral and OpenRouter the first, DeepSeek the second. */
    static Optional<GatewayException> failure(String word) {
        return switch (word) {
            case "error" -> Optional.of(
                    new GatewayException(ErrorKind.UPSTREAM, "The upstream broke its answer off with an error."));
            case "insufficient_system_resource" -> Optional.of(
                    new GatewayException(ErrorKind.OVERLOADED,
                            "The upstream broke its answer off for want of resources."));
            default -> Optional.empty();
        };
    }
}
