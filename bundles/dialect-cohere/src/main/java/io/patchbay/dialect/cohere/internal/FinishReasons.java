package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.Optional;

/** The words for why a model stopped. */
final class FinishReasons {
    /** The member of an answer that has the word. */
    static final String MEMBER = "finish_reason";

    private FinishReasons() {}

    /** What a word means in an answer; a call waits for its result also where the word is another one. */
    static FinishReason read(String word, boolean called) {
        FinishReason reason = switch (word) {
            case "COMPLETE" -> FinishReason.STOP;
            case "STOP_SEQUENCE" -> FinishReason.STOP_SEQUENCE;
            // The second is what version 1 says where the context is full.
            case "MAX_TOKENS", "ERROR_LIMIT" -> FinishReason.LENGTH;
            case "TOOL_CALL" -> FinishReason.TOOL_CALLS;
            case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
        return called && reason == FinishReason.STOP ? FinishReason.TOOL_CALLS : reason;
    }

    /** The failure that a word tells; empty for one that ends an answer. */
    static Optional<GatewayException> failure(String word) {
        return switch (word) {
            case "ERROR" -> Optional.of(
                    new GatewayException(ErrorKind.UPSTREAM, "The upstream broke its answer off with an error."));
            case "TIMEOUT" -> Optional.of(
                    new GatewayException(ErrorKind.TIMEOUT, "The upstream ran out of time for its answer."));
            default -> Optional.empty();
        };
    }

    /** The word for a reason as JSON: the one that came, if it still says the same, else the reason's own. */
    static String write(FinishReason reason, Extras extras) {
        return extras.take(MEMBER)
                .filter(form -> Extras.node(form) instanceof Node.Str(_, String word)
                        && read(word, false) == reason)
                .orElseGet(() -> JsonWriter.quoted(write(reason)));
    }

    /** The word for a reason. */
    static String write(FinishReason reason) {
        return switch (reason) {
            case STOP_SEQUENCE -> "STOP_SEQUENCE";
            case LENGTH -> "MAX_TOKENS";
            case TOOL_CALLS -> "TOOL_CALL";
            case CONTENT_FILTER, REFUSAL -> "ERROR_TOXIC";
            default -> "COMPLETE";
        };
    }
}
