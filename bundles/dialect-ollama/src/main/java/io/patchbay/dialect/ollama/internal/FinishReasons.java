package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;

/** The words for why a model stopped; Ollama has none for a call, which its messages show. */
final class FinishReasons {
    /** The member of an answer that has the word. */
    static final String MEMBER = "done_reason";

    private FinishReasons() {}

    /** What a word means in an answer; a call waits for its result whatever the word. */
    static FinishReason read(String word, boolean called) {
        return switch (word) {
            // An old server says nothing.
            case "stop", "" -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            default -> FinishReason.OTHER;
        };
    }

    /** The word for a reason as JSON: the one that came, if it still says the same, else this dialect's own. */
    static String write(FinishReason reason, Extras extras) {
        return extras.take(MEMBER)
                .filter(form -> Extras.node(form) instanceof Node.Str(_, String word) && read(word, false) == reason)
                .orElseGet(() -> JsonWriter.quoted(write(reason)));
    }

    /** The word for a reason. */
    static String write(FinishReason reason) {
        return reason == FinishReason.LENGTH ? "length" : "stop";
    }
}
