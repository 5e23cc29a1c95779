package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and writes embeddings. */
final class Embeddings {
    private static final String INPUT = "input";
    private static final String DIMENSIONS = "dimensions";
    private static final String EMBEDDINGS = "embeddings";

    private Embeddings() {}

    static EmbeddingRequest readRequest(Bytes body) {
        Members members = Members.of(body, Ollama.REQUEST);
        String model = members.requiredText("model");
        Place place = members.place().member(INPUT);
        List<String> texts = new ArrayList<>();
        switch (members.peek(INPUT).orElseThrow(place::missing)) {
            // Left as an extra: it says that there was no array.
            case Node.Str text -> texts.add(text.value());
            case Node.Arr array -> {
                for (Node element : array.elements()) {
                    if (!(element instanceof Node.Str text)) {
                        throw place.element(texts.size()).invalidType("a string", element.kind());
                    }
                    texts.add(text.value());
                }
                members.drop(INPUT);
            }
            case Node other -> throw place.invalidType("a string or an array", other.kind());
        }
        OptionalInt dimensions = dimensions(members);
        return new EmbeddingRequest(model, texts, dimensions, members.extras());
    }

    /** A length that is not positive is none. */
    private static OptionalInt dimensions(Members members) {
        Optional<Integer> wanted = members.peek(DIMENSIONS).orElse(null) instanceof Node.Num number
                ? Numbers.whole(number).filter(count -> count > 0 && count <= Integer.MAX_VALUE).map(Long::intValue)
                : Optional.empty();
        if (wanted.isEmpty()) {
            return OptionalInt.empty();
        }
        members.drop(DIMENSIONS);
        return OptionalInt.of(wanted.get());
    }

    static WireRequest writeRequest(EmbeddingRequest request) {
        Extras extras = Ollama.extras(request.extras());
        JsonWriter out = new JsonWriter().object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        Optional<String> form = extras.take(INPUT)
                .filter(json -> Extras.node(json) instanceof Node.Str(_, String text)
                        && request.inputs().equals(List.of(text)));
        out.name(INPUT);
        if (form.isPresent()) {
            out.raw(form.get());
        } else {
            out.array();
            request.inputs().forEach(out::string);
            out.endArray();
        }
        request.dimensions().ifPresent(count -> {
            extras.take(DIMENSIONS);
            out.member(DIMENSIONS, count);
        });
        extras.write(out);
        return WireRequest.builder(Ollama.NAME, Operation.EMBEDDINGS)
                .path(Ollama.EMBED_PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(ChatRequests.BEFORE_MODEL.length(), modelEnd)
                .build();
    }

    static EmbeddingResponse readResponse(Bytes body, Errors errors) {
        Members members = Members.of(body, Ollama.ANSWER);
        Optional<Node> error = members.take(Errors.MEMBER);
        if (error.isPresent()) {
            throw errors.inAnswer(error.get());
        }
        String model = members.textOrEmpty("model");
        Usage usage = UsageCodec.take(members);
        Place place = Ollama.ANSWER.member(EMBEDDINGS);
        List<float[]> vectors = new ArrayList<>();
        for (Node vector : members.array(EMBEDDINGS).orElseThrow(place::missing).elements()) {
            vectors.add(Vectors.numbers(vector, place.element(vectors.size())));
        }
        return new EmbeddingResponse(model, vectors, usage, members.extras());
    }

    static Bytes writeResponse(EmbeddingResponse response) {
        JsonWriter out = new JsonWriter().object().member("model", response.model()).name(EMBEDDINGS).array();
        for (float[] vector : response.vectors()) {
            Vectors.write(vector, out);
        }
        out.endArray();
        UsageCodec.write(response.usage(), out);
        Ollama.extras(response.extras()).write(out);
        return out.endObject().bytes();
    }
}
