package io.patchbay.api.lossless;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** JSON trees, and the extras that are their unknown members. */
final class Trees {
    /** Keeps every number as it is written, also {@code 1.50}. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Trees() {}

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object(String text) {
        return (ObjectNode) read(text);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    static Json json(JsonNode node) {
        return new Json(node.toString());
    }

    static Extra extra(String dialect, String name, JsonNode value) {
        return new Extra(dialect, name, json(value));
    }

    /** The members of an object but for those that the neutral model knows. */
    static List<Extra> extras(String dialect, JsonNode object, String... known) {
        Set<String> names = Set.of(known);
        List<Extra> extras = new ArrayList<>();
        object.properties().forEach(member -> {
            if (!names.contains(member.getKey())) {
                extras.add(extra(dialect, member.getKey(), member.getValue()));
            }
        });
        return extras;
    }

    static ObjectNode put(ObjectNode object, String dialect, List<Extra> extras) {
        for (Extra extra : extras) {
            if (extra.dialect().equals(dialect)) {
                object.set(extra.name(), read(extra.value().text()));
            }
        }
        return object;
    }

    static boolean has(List<Extra> extras, String dialect, String name) {
        return extras.stream().anyMatch(extra -> extra.dialect().equals(dialect) && extra.name().equals(name));
    }
}
