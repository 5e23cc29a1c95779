package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.TokenLogprob;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes log probabilities, which are told of texts: {@code {"token_ids", "text", "logprobs"}} with the id and the
 * log probability of each token that a text is made of.
 */
final class Logprobs {
    static final String NAME = "logprobs";

    private Logprobs() {}

    /** Reads those of an array of texts, or of one; a text of several tokens is as likely as all of them. */
    static List<TokenLogprob> read(Node told) {
        return switch (told) {
            case Node.Arr array -> array.elements().stream().flatMap(text -> text(text).stream()).toList();
            default -> text(told).stream().toList();
        };
    }

    private static Optional<TokenLogprob> text(Node node) {
        if (!(node instanceof Node.Obj object) || !(object.members().get("text") instanceof Node.Str(_, String text))
                || !(object.members().get(NAME) instanceof Node.Arr values)) {
            return Optional.empty();
        }
        double sum = values.elements().stream()
                .mapToDouble(value -> value instanceof Node.Num number
                        ? Double.parseDouble(number.json().text())
                        : 0)
                .sum();
        return Optional.of(new TokenLogprob(text, sum, List.of(), List.of()));
    }

    /** Writes what is told of a token; its id, which is a number of another vendor's, is left out. */
    static void write(TokenLogprob token, JsonWriter out) {
        out.object().rawMember("token_ids", "[]").member("text", token.token()).name(NAME).array()
                .raw(Numbers.text(token.logprob())).endArray().endObject();
    }
}
