package io.patchbay.dialect.json;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Log probabilities of tokens as OpenAI's dialects and those after them have them: an array of
 * {@code {"token", "logprob", "bytes", "top_logprobs"}}.
 */
public final class Logprobs {
    private Logprobs() {}

    /** Reads an array; what is no token of it is left out. */
    public static List<TokenLogprob> read(@Nullable Node array) {
        List<TokenLogprob> tokens = new ArrayList<>();
        if (array instanceof Node.Arr all) {
            for (Node element : all.elements()) {
                if (element instanceof Node.Obj token
                        && token.members().get("token") instanceof Node.Str(_, String text)
                        && token.members().get("logprob") instanceof Node.Num logprob) {
                    tokens.add(new TokenLogprob(text, Double.parseDouble(logprob.json().text()),
                            bytes(token.members().get("bytes")), read(token.members().get("top_logprobs"))));
                }
            }
        }
        return tokens;
    }

    private static List<Integer> bytes(@Nullable Node array) {
        List<Integer> bytes = new ArrayList<>();
        if (array instanceof Node.Arr all) {
            for (Node element : all.elements()) {
                if (element instanceof Node.Num number) {
                    Numbers.whole(number).ifPresent(value -> bytes.add(value.intValue()));
                }
            }
        }
        return bytes;
    }

    /** Writes an array. */
    public static String write(List<TokenLogprob> tokens) {
        JsonWriter out = new JsonWriter().array();
        for (TokenLogprob token : tokens) {
            head(token, out).name("top_logprobs").array();
            token.alternatives().forEach(alternative -> head(alternative, out).endObject());
            out.endArray().endObject();
        }
        return out.endArray().text();
    }

    private static JsonWriter head(TokenLogprob token, JsonWriter out) {
        out.object().member("token", token.token()).rawMember("logprob", Numbers.text(token.logprob()));
        String bytes = token.bytes().toString();
        return out.rawMember("bytes", token.bytes().isEmpty() ? "null" : bytes);
    }

    /** Names what a request asks about its answer's tokens, for a dialect that tells nothing about them. */
    public static void drop(ChatRequest request, Set<String> dropped) {
        if (request.logprobs().orElse(false)) {
            dropped.add("logprobs");
        }
        if (request.topLogprobs().orElse(0) > 0) {
            dropped.add("top_logprobs");
        }
    }
}
