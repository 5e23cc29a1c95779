package io.patchbay.dialect.openai.internal;

import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;

/** Log probabilities of tokens as a completion has them: in arrays side by side, where a chat has an object for each. */
final class CompletionLogprobs {
    private CompletionLogprobs() {}

    /**
     * Writes them.
     *
     * @param json what a choice has, a chat's or a completion's own
     * @param offset how much of the text came before, in characters
     */
    static String write(String json, int offset) {
        List<Node> content = content(json);
        if (content.isEmpty()) {
            return json;
        }
        JsonWriter tokens = new JsonWriter().array();
        JsonWriter values = new JsonWriter().array();
        JsonWriter alternatives = new JsonWriter().array();
        JsonWriter offsets = new JsonWriter().array();
        int at = offset;
        for (Node each : content) {
            Members token = members(each);
            String text = token.textOrEmpty("token");
            tokens.string(text);
            values.raw(value(token));
            alternatives.object();
            token.array("top_logprobs").map(Node.Arr::elements).orElse(List.of()).forEach(node -> {
                Members alternative = members(node);
                alternatives.rawMember(alternative.textOrEmpty("token"), value(alternative));
            });
            alternatives.endObject();
            offsets.number(at);
            at += text.length();
        }
        return new JsonWriter().object()
                .rawMember("tokens", tokens.endArray().text())
                .rawMember("token_logprobs", values.endArray().text())
                .rawMember("top_logprobs", alternatives.endArray().text())
                .rawMember("text_offset", offsets.endArray().text())
                .endObject().text();
    }

    /** How long the text is that they are of, in characters. */
    static int length(String json) {
        return content(json).stream().mapToInt(token -> members(token).textOrEmpty("token").length()).sum();
    }

    private static List<Node> content(String json) {
        return Extras.node(json) instanceof Node.Obj object && object.members().get("content") instanceof Node.Arr array
                ? new ArrayList<>(array.elements())
                : List.of();
    }

    private static Members members(Node node) {
        return Members.of(node, OpenAiChat.ANSWER.member("logprobs"));
    }

    private static String value(Members token) {
        return token.peek("logprob").map(node -> node.json().text()).orElse("null");
    }
}
