package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes vectors: by type, each a list of lists of numbers or a list of Base64 texts, or a plain list of lists.
 *
 * <p>The neutral vectors are the floats, or what comes nearest to them; the other types ride along.
 */
final class EmbeddingResponses {
    private static final String EMBEDDINGS = "embeddings";
    private static final String FLOAT = "float";
    private static final String BASE64 = "base64";
    /** The types, best first. */
    private static final List<String> TYPES = List.of(FLOAT, BASE64, "int8", "uint8", "binary", "ubinary");
    private static final String RESPONSE_TYPE = "response_type";
    private static final String BY_TYPE = "\"embeddings_by_type\"";
    private static final String PLAIN = "\"embeddings_floats\"";

    private EmbeddingResponses() {}

    static EmbeddingResponse read(Bytes body, ErrorReader errors) {
        Members members = Members.of(body, CohereV2.ANSWER);
        if (members.peek("message").orElse(null) instanceof Node.Str error) {
            throw errors.inAnswer(error.value());
        }
        Usage usage = UsageCodec.take(members, "meta");
        members.drop("meta");
        Place place = CohereV2.ANSWER.member(EMBEDDINGS);
        Node embeddings = members.take(EMBEDDINGS).orElseThrow(place::missing);
        List<Extra> extras = new ArrayList<>();
        List<float[]> vectors = embeddings instanceof Node.Arr array
                ? vectors(array, place)
                : byType(Members.of(embeddings, place).withoutNulls(), extras);
        extras.addAll(members.extras());
        return new EmbeddingResponse("", vectors, usage, extras);
    }

    private static List<float[]> byType(Members types, List<Extra> extras) {
        String best = TYPES.stream().filter(type -> types.peek(type).isPresent()).findFirst()
                .orElseThrow(types.place()::missing);
        if (!(types.peek(best).orElseThrow() instanceof Node.Arr array)) {
            throw types.place().member(best).missing();
        }
        // Both say the same numbers; the rest says others, and is written as it came.
        types.drop(FLOAT);
        types.drop(BASE64);
        List<float[]> vectors = vectors(array, types.place().member(best));
        extras.addAll(types.extra(EMBEDDINGS));
        return vectors;
    }

    private static List<float[]> vectors(Node.Arr array, Place place) {
        List<float[]> vectors = new ArrayList<>(array.elements().size());
        for (Node vector : array.elements()) {
            vectors.add(Vectors.read(vector, place.element(vectors.size())));
        }
        return vectors;
    }

    static Bytes write(EmbeddingResponse response, Bytes request) {
        Extras extras = CohereV2.extras(response.extras());
        JsonWriter out = new JsonWriter().object().rawMember("id", extras.take("id").orElse("\"\""));
        boolean plain = extras.is(RESPONSE_TYPE, PLAIN);
        out.rawMember(RESPONSE_TYPE, extras.take(RESPONSE_TYPE).orElse(BY_TYPE)).name(EMBEDDINGS);
        if (plain) {
            out.raw(numbers(response.vectors()));
        } else {
            byType(response.vectors(), extras.nested(EMBEDDINGS), wanted(request), out);
        }
        if (!response.usage().equals(Usage.NONE)) {
            UsageCodec.write(response.usage(), out.name("meta"));
        }
        extras.write(out);
        return out.endObject().bytes();
    }

    /** Writes the types that are wanted and can be made, or came; of none, the floats. */
    private static void byType(List<float[]> vectors, Extras came, Set<String> wanted, JsonWriter out) {
        boolean quantised = TYPES.stream().skip(2).anyMatch(came::has);
        boolean base64 = wanted.contains(BASE64) && !came.has(BASE64);
        out.object();
        if (!came.has(FLOAT) && (wanted.contains(FLOAT) || !(base64 || quantised))) {
            out.rawMember(FLOAT, numbers(vectors));
        }
        if (base64) {
            out.name(BASE64).array();
            vectors.forEach(vector -> out.string(Vectors.base64(vector)));
            out.endArray();
        }
        came.write(out);
        out.endObject();
    }

    private static String numbers(List<float[]> vectors) {
        JsonWriter out = new JsonWriter().array();
        vectors.forEach(vector -> Vectors.write(vector, out));
        return out.endArray().text();
    }

    private static Set<String> wanted(Bytes request) {
        Set<String> types = new LinkedHashSet<>();
        try {
            Optional<Node> named = JsonReader.readMember(request, "embedding_types");
            if (named.orElse(null) instanceof Node.Arr array) {
                array.elements().forEach(element -> {
                    if (element instanceof Node.Str type) {
                        types.add(type.value());
                    }
                });
            }
        } catch (IOException _) {
            return Set.of(FLOAT);
        }
        return types.isEmpty() ? Set.of(FLOAT) : types;
    }
}
