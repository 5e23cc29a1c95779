package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Vectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads and writes embeddings, of one content or of several.
 *
 * <p>What each request has beside its text is kept under {@code content} where there is one, and under {@code requests}
 * where there are several.
 */
final class Embeddings {
    private static final String CONTENT = "content";
    private static final String REQUESTS = "requests";
    private static final String DIMENSIONS = "outputDimensionality";
    private static final String VECTOR = "embedding";
    private static final String VECTORS = "embeddings";
    private static final String VALUES = "values";

    private Embeddings() {}

    static EmbeddingRequest readRequest(WireRequest request) {
        Members root = Camel.root(request.body(), Gemini.REQUEST);
        boolean one = Action.EMBED.endsPath(request.path());
        Place place = Gemini.REQUEST.member(REQUESTS);
        List<Members> requests = new ArrayList<>();
        if (one) {
            requests.add(root);
        } else {
            for (Node each : root.array(REQUESTS).orElseThrow(place::missing).elements()) {
                requests.add(Camel.members(each, place.element(requests.size())));
            }
        }
        OptionalInt dimensions = dimensions(requests);
        List<String> texts = requests.stream().map(Embeddings::takeText).toList();
        List<Extra> extras = new ArrayList<>(one ? List.of() : root.extras());
        JsonWriter rest = new JsonWriter().array();
        requests.forEach(each -> rest.raw(each.json()));
        extras.add(one
                ? Gemini.extra(CONTENT, root.json())
                : Gemini.extra(REQUESTS, rest.endArray().text()));
        return new EmbeddingRequest(request.model(), texts, dimensions, extras);
    }

    /** Takes a request's text, and its content with it if that is nothing else. */
    private static String takeText(Members request) {
        request.drop("model");
        Place place = request.place().member(CONTENT);
        Node content = request.peek(CONTENT).orElseThrow(place::missing);
        StringBuilder text = new StringBuilder();
        for (Part part : Contents.parts(Camel.members(content, place), CallIds.ofRequest())) {
            if (!(part instanceof Part.Text words)) {
                throw place.error("Only texts can be embedded by another vendor's model.", "unsupported_content");
            }
            text.append(words.text());
        }
        if (isPlain(content)) {
            request.drop(CONTENT);
        }
        return text.toString();
    }

    private static boolean isPlain(Node content) {
        return content instanceof Node.Obj object && object.members().size() == 1
                && object.members().get(Contents.PARTS) instanceof Node.Arr parts && parts.elements().size() == 1
                && parts.elements().getFirst() instanceof Node.Obj part && part.members().size() == 1;
    }

    /** Takes the length of vector that is wanted, if it is the same for all. */
    private static OptionalInt dimensions(List<Members> requests) {
        Set<Long> lengths = new HashSet<>();
        for (Members request : requests) {
            lengths.add(request.peek(DIMENSIONS).orElse(null) instanceof Node.Num number
                    ? Numbers.whole(number).orElse(0L)
                    : 0L);
        }
        long length = lengths.size() == 1 ? lengths.iterator().next() : 0;
        if (length <= 0 || length > Integer.MAX_VALUE) {
            return OptionalInt.empty();
        }
        requests.forEach(request -> request.drop(DIMENSIONS));
        return OptionalInt.of((int) length);
    }

    static WireRequest writeRequest(EmbeddingRequest request) {
        Extras extras = Gemini.extras(request.extras());
        Optional<String> one = extras.take(CONTENT);
        JsonWriter out = new JsonWriter();
        if (one.isPresent() && request.inputs().size() == 1) {
            write(request, 0, Extras.node(one.get()), out);
            return wire(request, Action.EMBED, out);
        }
        List<Node> rest = extras.take(REQUESTS).map(Extras::node).orElse(null) instanceof Node.Arr array
                ? array.elements()
                : List.of();
        out.object().name(REQUESTS).array();
        for (int i = 0; i < request.inputs().size(); i++) {
            write(request, i, rest.size() == request.inputs().size() ? rest.get(i) : Extras.node("{}"), out);
        }
        out.endArray();
        extras.write(out);
        return wire(request, Action.EMBED_SEVERAL, out.endObject());
    }

    private static WireRequest wire(EmbeddingRequest request, Action action, JsonWriter out) {
        return WireRequest.builder(Gemini.NAME, action.operation())
                .path(action.path(Gemini.NEWEST))
                .headers(ChatRequests.JSON)
                .body(out.bytes())
                .model(request.model())
                .build();
    }

    private static void write(EmbeddingRequest request, int index, Node rest, JsonWriter out) {
        Members left = Members.of(rest, Gemini.REQUEST);
        out.object().member("model", Gemini.MODEL_PREFIX + request.model());
        if (left.peek(CONTENT).isEmpty()) {
            out.name(CONTENT).object().name(Contents.PARTS).array().object()
                    .member("text", request.inputs().get(index)).endObject().endArray().endObject();
        }
        if (request.dimensions().isPresent() && left.peek(DIMENSIONS).isEmpty()) {
            out.member(DIMENSIONS, request.dimensions().getAsInt());
        }
        left.left().forEach((name, value) -> out.rawMember(name, value.json().text()));
        out.endObject();
    }

    static EmbeddingResponse readResponse(Bytes body, ErrorReader errors) {
        Members members = Camel.root(body, Gemini.ANSWER);
        Optional<Node> error = members.take(ErrorReader.ERROR);
        if (error.isPresent()) {
            throw errors.inAnswer(error.get());
        }
        Usage usage = UsageCodec.take(members).orElse(Usage.NONE);
        List<float[]> vectors = new ArrayList<>();
        Optional<Node> one = members.take(VECTOR);
        if (one.isPresent()) {
            vectors.add(vector(one.get(), Gemini.ANSWER.member(VECTOR)));
        } else {
            Place place = Gemini.ANSWER.member(VECTORS);
            for (Node each : members.array(VECTORS).orElseThrow(place::missing).elements()) {
                vectors.add(vector(each, place.element(vectors.size())));
            }
        }
        return new EmbeddingResponse("", vectors, usage, members.extras());
    }

    private static float[] vector(Node node, Place place) {
        Members members = Members.of(node, place);
        return Vectors.numbers(members.array(VALUES).orElseThrow(() -> place.member(VALUES).missing()),
                place.member(VALUES));
    }

    static Bytes writeResponse(EmbeddingResponse response, WireRequest request) {
        JsonWriter out = new JsonWriter().object();
        if (Action.EMBED.endsPath(request.path()) && response.vectors().size() == 1) {
            write(response.vectors().getFirst(), out.name(VECTOR));
        } else {
            out.name(VECTORS).array();
            response.vectors().forEach(vector -> write(vector, out));
            out.endArray();
        }
        Extras extras = Gemini.extras(response.extras());
        if (!response.usage().equals(Usage.NONE)) {
            extras.take(UsageCodec.NAME);
            UsageCodec.write(response.usage(), out.name(UsageCodec.NAME));
        }
        extras.write(out);
        return out.endObject().bytes();
    }

    private static void write(float[] vector, JsonWriter out) {
        Vectors.write(vector, out.object().name(VALUES));
        out.endObject();
    }
}
