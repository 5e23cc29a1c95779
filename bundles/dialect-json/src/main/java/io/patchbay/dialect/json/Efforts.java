package io.patchbay.dialect.json;

import io.patchbay.api.model.ReasoningRequest;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and writes how much a model is to think where that is a word, as in OpenAI's dialects. */
public final class Efforts {
    private Efforts() {}

    /** A word; empty for {@code null}. */
    public static Optional<ReasoningRequest> read(Node node, Place place) {
        return switch (node) {
            case Node.Str word -> Optional.of(new ReasoningRequest(word.value(), OptionalInt.empty()));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a string", node.kind());
        };
    }

    /** The word as JSON. A budget has no place here: it becomes the effort that is nearest. */
    public static Optional<String> write(ReasoningRequest wanted) {
        if (!wanted.effort().isEmpty() || wanted.budgetTokens().isEmpty()) {
            return Optional.of(wanted.effort()).filter(word -> !word.isEmpty()).map(JsonWriter::quoted);
        }
        int budget = wanted.budgetTokens().getAsInt();
        String word = budget == 0 ? "none" : budget <= 2048 ? "low" : budget <= 8192 ? "medium" : "high";
        return Optional.of(JsonWriter.quoted(word));
    }
}
