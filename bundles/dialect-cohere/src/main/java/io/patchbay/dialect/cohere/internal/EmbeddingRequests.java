package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and writes requests for vectors. */
final class EmbeddingRequests {
    private static final String TEXTS = "texts";
    private static final String INPUTS = "inputs";
    private static final String DIMENSION = "output_dimension";
    private static final String INPUT_TYPE = "input_type";
    private static final String EMBEDDING_TYPES = "embedding_types";

    private EmbeddingRequests() {}

    static EmbeddingRequest read(Bytes body) {
        Members members = Members.of(body, CohereV2.REQUEST);
        String model = members.requiredText("model");
        OptionalInt dimensions = dimensions(members);
        Optional<Node.Arr> array = members.array(TEXTS);
        List<String> texts = new ArrayList<>();
        array.ifPresent(all -> all.elements().forEach(element -> {
            if (!(element instanceof Node.Str text)) {
                throw members.place().member(TEXTS).element(texts.size()).invalidType("a string", element.kind());
            }
            texts.add(text.value());
        }));
        if (array.isPresent() && texts.isEmpty()) {
            members.mark(TEXTS, "[]");
        }
        if (array.isEmpty() && members.peek(INPUTS).orElse(null) instanceof Node.Arr inputs) {
            // Left as an extra: it says in which form the texts came.
            inputTexts(inputs).ifPresent(texts::addAll);
        }
        return new EmbeddingRequest(model, texts, dimensions, members.extras());
    }

    /** The texts of inputs that are a text each; empty where one of them is something else. */
    private static Optional<List<String>> inputTexts(Node.Arr inputs) {
        List<String> texts = new ArrayList<>();
        for (Node input : inputs.elements()) {
            if (!(input instanceof Node.Obj object && object.members().get("content") instanceof Node.Arr content
                    && content.elements().size() == 1 && content.elements().getFirst() instanceof Node.Obj block
                    && block.members().get("text") instanceof Node.Str text)) {
                return Optional.empty();
            }
            texts.add(text.value());
        }
        return Optional.of(texts);
    }

    private static OptionalInt dimensions(Members members) {
        Optional<Node> node = members.take(DIMENSION);
        if (node.isEmpty()) {
            return OptionalInt.empty();
        }
        Optional<Long> value = node.get() instanceof Node.Num number ? Numbers.whole(number) : Optional.empty();
        Place place = members.place().member(DIMENSION);
        return OptionalInt.of(value.filter(count -> count > 0 && count <= Integer.MAX_VALUE).map(Long::intValue)
                .orElseThrow(() -> place.invalidType("a positive integer", node.get().kind())));
    }

    /** Writes a request; Cohere requires to be told what the vectors are for and in which form they are wanted. */
    static WireRequest write(EmbeddingRequest request) {
        Extras extras = CohereV2.extras(request.extras());
        boolean foreign = extras.isEmpty();
        JsonWriter out = new JsonWriter().object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        Optional<String> form = extras.take(INPUTS).filter(json -> saysTheSame(json, request.inputs()));
        if (form.isPresent()) {
            out.rawMember(INPUTS, form.get());
        } else if (!request.inputs().isEmpty()) {
            extras.take(TEXTS);
            out.name(TEXTS).array();
            request.inputs().forEach(out::string);
            out.endArray();
        }
        request.dimensions().ifPresent(count -> out.member(DIMENSION, count));
        if (foreign) {
            out.member(INPUT_TYPE, "search_document").rawMember(EMBEDDING_TYPES, "[\"float\"]");
        }
        extras.write(out);
        return WireRequest.builder(CohereV2.NAME, Operation.EMBEDDINGS)
                .path(CohereV2.EMBED_PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(ChatRequests.BEFORE_MODEL.length(), modelEnd)
                .build();
    }

    /** Pictures and the like stand for no texts. */
    private static boolean saysTheSame(String form, List<String> inputs) {
        return inputs.isEmpty() || (Extras.node(form) instanceof Node.Arr array
                && inputTexts(array).equals(Optional.of(inputs)));
    }
}
