package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.dialect.json.Logprobs;
import io.patchbay.dialect.json.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Log probabilities of an answer's tokens, which this dialect tells text by text, and others for all texts together. */
final class TextLogprobs {
    private static final String NAME = "logprobs";

    private final Deque<TokenLogprob> left;

    /** Those of all texts of an answer that are not told yet. */
    TextLogprobs(List<TokenLogprob> tokens) {
        left = new ArrayDeque<>(tokens);
    }

    /** Those of all texts in an answer's items. */
    static List<TokenLogprob> read(Node.Arr output) {
        List<TokenLogprob> tokens = new ArrayList<>();
        for (Node item : output.elements()) {
            if (item instanceof Node.Obj message && message.members().get("content") instanceof Node.Arr content) {
                for (Node element : content.elements()) {
                    if (element instanceof Node.Obj text) {
                        tokens.addAll(Logprobs.read(text.members().get(NAME)));
                    }
                }
            }
        }
        return tokens;
    }

    /** Parts of an answer, each text with those of its tokens. */
    List<Part> spread(List<Part> parts) {
        return parts.stream().map(part -> {
            List<Extra> extras = new ArrayList<>(part.extras());
            return extras.addAll(next(part)) ? part.withExtras(extras) : part;
        }).toList();
    }

    /** Takes those of the next part; none where it is no text, or tells them already. */
    List<Extra> next(Part part) {
        if (!(part instanceof Part.Text text)) {
            return List.of();
        }
        List<TokenLogprob> tokens = new ArrayList<>();
        int length = 0;
        while (length < text.text().length() && !left.isEmpty()) {
            tokens.add(left.removeFirst());
            length += tokens.getLast().token().length();
        }
        return tokens.isEmpty() || ItemGroup.own(part).has(NAME)
                ? List.of()
                : List.of(OpenAiResponses.extra(NAME, Logprobs.write(tokens)));
    }
}
