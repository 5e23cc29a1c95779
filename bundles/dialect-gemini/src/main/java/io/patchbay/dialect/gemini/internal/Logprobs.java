package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.TokenLogprob;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code logprobsResult}: the tokens that were chosen, and step by step the likeliest ones. */
final class Logprobs {
    static final String NAME = "logprobsResult";

    private static final String CHOSEN = "chosenCandidates";
    private static final String TOP = "topCandidates";
    private static final String VALUE = "logProbability";

    private Logprobs() {}

    /** What a candidate tells about its tokens, which it keeps: it may tell more in this dialect. */
    static List<TokenLogprob> of(Members candidate) {
        if (!(candidate.peek(NAME).orElse(null) instanceof Node.Obj result)) {
            return List.of();
        }
        Members members = Camel.members(result, candidate.place().member(NAME));
        List<Node> chosen = elements(members, CHOSEN);
        List<Node> top = elements(members, TOP);
        List<TokenLogprob> tokens = new ArrayList<>();
        for (int step = 0; step < chosen.size(); step++) {
            List<TokenLogprob> alternatives = new ArrayList<>();
            if (step < top.size() && top.get(step) instanceof Node.Obj likeliest) {
                elements(Camel.members(likeliest, members.place().member(TOP)), "candidates")
                        .forEach(node -> token(node, List.of()).ifPresent(alternatives::add));
            }
            token(chosen.get(step), alternatives).ifPresent(tokens::add);
        }
        return tokens;
    }

    private static List<Node> elements(Members members, String name) {
        return members.peek(name).orElse(null) instanceof Node.Arr array ? array.elements() : List.of();
    }

    private static Optional<TokenLogprob> token(Node node, List<TokenLogprob> alternatives) {
        return node instanceof Node.Obj object
                && Camel.of(object).members().get("token") instanceof Node.Str(_, String text)
                && Camel.of(object).members().get(VALUE) instanceof Node.Num value
                        ? Optional.of(new TokenLogprob(text, Double.parseDouble(value.json().text()), List.of(),
                                alternatives))
                        : Optional.empty();
    }

    /** Writes what is told about an answer's tokens. */
    static void write(List<TokenLogprob> tokens, JsonWriter out) {
        out.name(NAME).object().name(CHOSEN).array();
        tokens.forEach(token -> token(token, out));
        out.endArray();
        if (tokens.stream().anyMatch(token -> !token.alternatives().isEmpty())) {
            out.name(TOP).array();
            for (TokenLogprob token : tokens) {
                out.object().name("candidates").array();
                token.alternatives().forEach(alternative -> token(alternative, out));
                out.endArray().endObject();
            }
            out.endArray();
        }
        out.endObject();
    }

    private static void token(TokenLogprob token, JsonWriter out) {
        out.object().member("token", token.token()).rawMember(VALUE, Numbers.text(token.logprob())).endObject();
    }
}
