package io.patchbay.dialect.openai.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and writes embeddings; vectors are lists of numbers, or little-endian 32-bit floats in Base64. */
final class Embeddings {
    private static final String INPUT = "input";

    private Embeddings() {}

    static EmbeddingRequest readRequest(Bytes body) {
        Members members = Members.of(body, OpenAiChat.REQUEST);
        String model = members.requiredText("model");
        Place place = OpenAiChat.REQUEST.member(INPUT);
        Node input = members.peek(INPUT).orElseThrow(place::missing);
        List<String> texts = new ArrayList<>();
        switch (input) {
            // Left as an extra: it says that there was no array.
            case Node.Str text -> texts.add(text.value());
            case Node.Arr array -> {
                for (Node element : array.elements()) {
                    if (element instanceof Node.Str text) {
                        texts.add(text.value());
                    }
                }
                if (texts.size() == array.elements().size()) {
                    members.drop(INPUT);
                } else if (!texts.isEmpty()) {
                    throw place.invalidType("an array of strings or of tokens", "both");
                }
            }
            default -> throw place.invalidType("a string or an array", input.kind());
        }
        OptionalInt dimensions = dimensions(members);
        return new EmbeddingRequest(model, texts, dimensions, members.extras());
    }

    private static OptionalInt dimensions(Members members) {
        Optional<Node> node = members.take("dimensions");
        if (node.isEmpty()) {
            return OptionalInt.empty();
        }
        Optional<Long> value = node.get() instanceof Node.Num number ? Numbers.whole(number) : Optional.empty();
        return OptionalInt.of(value.filter(count -> count > 0 && count <= Integer.MAX_VALUE).map(Long::intValue)
                .orElseThrow(() -> members.place().member("dimensions").invalidType("a positive integer",
                        node.get().kind())));
    }

    static WireRequest writeRequest(EmbeddingRequest request) {
        Extras extras = OpenAiChat.extras(request.extras());
        JsonWriter out = new JsonWriter().object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        Optional<String> form = extras.take(INPUT).filter(json -> saysTheSame(json, request.inputs()));
        out.name(INPUT);
        if (form.isPresent()) {
            out.raw(form.get());
        } else {
            out.array();
            request.inputs().forEach(out::string);
            out.endArray();
        }
        request.dimensions().ifPresent(count -> out.member("dimensions", count));
        extras.write(out);
        return WireRequest.builder(OpenAiChat.NAME, Operation.EMBEDDINGS)
                .path(OpenAiChat.EMBEDDINGS_PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(ChatRequests.BEFORE_MODEL.length(), modelEnd)
                .build();
    }

    /** Tokens stand for no texts; a single text may stand without an array. */
    private static boolean saysTheSame(String form, List<String> inputs) {
        return inputs.isEmpty()
                || (Extras.node(form) instanceof Node.Str(_, String text) && inputs.equals(List.of(text)));
    }

    static EmbeddingResponse readResponse(Bytes body, ErrorReader errors) {
        Members members = Members.of(body, OpenAiChat.ANSWER);
        Optional<Node> error = members.take("error");
        if (error.isPresent()) {
            throw errors.inAnswer(error.get());
        }
        String model = members.textOrEmpty("model");
        members.drop("object");
        Usage usage = UsageCodec.take(members).orElse(Usage.NONE);
        Place place = OpenAiChat.ANSWER.member("data");
        List<Node> data = members.array("data").orElseThrow(place::missing).elements();
        float[][] vectors = new float[data.size()][];
        for (int i = 0; i < data.size(); i++) {
            Members element = Members.of(data.get(i), place.element(i));
            long index = element.peek("index").isPresent() ? element.count("index") : i;
            Node vector = element.take("embedding").orElseThrow(() -> element.place().member("embedding").missing());
            if (index < 0 || index >= vectors.length || vectors[(int) index] != null) {
                throw element.place().member("index").missing();
            }
            vectors[(int) index] = Vectors.read(vector, element.place().member("embedding"));
        }
        return new EmbeddingResponse(model, List.of(vectors), usage, members.extras());
    }

    static Bytes writeResponse(EmbeddingResponse response, Bytes request) {
        boolean base64 = base64(request);
        Extras extras = OpenAiChat.extras(response.extras());
        JsonWriter out = new JsonWriter().object().member("object", "list").name("data").array();
        for (int i = 0; i < response.vectors().size(); i++) {
            float[] vector = response.vectors().get(i);
            out.object().member("object", "embedding").member("index", i).name("embedding");
            if (base64) {
                out.string(Vectors.base64(vector));
            } else {
                Vectors.write(vector, out);
            }
            out.endObject();
        }
        out.endArray().member("model", response.model()).name("usage").object()
                .member("prompt_tokens", response.usage().inputTokens())
                .member("total_tokens", response.usage().totalTokens());
        Extras usage = OpenAiChat.extras(response.usage().extras());
        usage.take("total_tokens");
        usage.write(out);
        out.endObject();
        extras.write(out);
        return out.endObject().bytes();
    }

    private static boolean base64(Bytes request) {
        try {
            return JsonReader.readMember(request, "encoding_format").orElse(null) instanceof Node.Str(_, String format)
                    && format.equals("base64");
        } catch (IOException _) {
            return false;
        }
    }
}
