package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words for why a model stopped. */
final class FinishReasons {
    static final String NAME = "finishReason";
    /** A part that is followed by its result. */
    static final List<String> CODE = List.of("executableCode", "executable_code");

    private FinishReasons() {}

    /** What a word means in a candidate; a call waits for its result, and Gemini has no word of its own for it. */
    static FinishReason read(String word, boolean called) {
        return switch (word) {
            case "STOP" -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "MODEL_ARMOR" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    /** Takes the reason of a candidate; a word that would not be written for it is left. */
    static FinishReason take(Members candidate, boolean called) {
        if (!(candidate.peek(NAME).orElse(null) instanceof Node.Str(_, String word))) {
            candidate.mark(NAME, "null");
            return FinishReason.OTHER;
        }
        FinishReason reason = read(word, called);
        if (write(reason).equals(word)) {
            candidate.drop(NAME);
        }
        return reason;
    }

    /** Writes the word for a reason: the one that came, if it still says the same, else the most common one. */
    static void write(FinishReason reason, Extras extras, JsonWriter out) {
        Optional<String> form = extras.take(NAME);
        if (form.isPresent() && form.get().equals("null") && reason == FinishReason.OTHER) {
            return;
        }
        boolean same = form.isPresent() && Extras.node(form.get()) instanceof Node.Str(_, String word)
                && read(word, false) == reason;
        out.rawMember(NAME, same ? form.get() : JsonWriter.quoted(write(reason)));
    }

    private static String write(FinishReason reason) {
        return switch (reason) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case CONTENT_FILTER, REFUSAL -> "SAFETY";
            default -> "OTHER";
        };
    }

    /**
     * Whether a word in a stream is the end. Gemini says {@code STOP} also in a chunk that ends with code which it is going
     * to run: the result, and more, follows.
     */
    static boolean isEnd(String word, boolean code) {
        return !word.isEmpty() && !(code && word.equals("STOP"));
    }

    /** Whether the last part of a content is code. */
    static boolean endsWithCode(Members content) {
        return content.peek(Contents.PARTS).orElse(null) instanceof Node.Arr(_, List<Node> parts) && !parts.isEmpty()
                && parts.getLast() instanceof Node.Obj(_, Map<String, Node> last)
                && CODE.stream().anyMatch(last::containsKey);
    }
}
