package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes a small value that fits a JSON Schema, the same one every time. */
final class SchemaInstance {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 16;

    private final JsonNode root;

    private SchemaInstance(JsonNode root) {
        this.root = root;
    }

    /** A value that fits; {@code {}} for a schema that says nothing. */
    static JsonNode of(JsonNode schema) {
        return new SchemaInstance(schema).value(schema, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return NODES.nullNode();
        }
        if (schema.has("$ref")) {
            return value(root.at(schema.get("$ref").asText().replaceFirst("^#", "")), depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").has(0)) {
            return schema.at("/enum/0");
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.path(choice).has(0)) {
                return value(schema.path(choice).get(0), depth + 1);
            }
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText("object")) {
            case "string" -> NODES.textNode(text(schema));
            case "integer" -> NODES.numberNode((long) number(schema));
            case "number" -> NODES.numberNode(number(schema));
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NODES.nullNode();
            case "array" -> array(schema, depth);
            default -> object(schema, depth);
        };
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties").properties()
                .forEach(property -> object.set(property.getKey(), value(property.getValue(), depth + 1)));
        return object;
    }

    private JsonNode array(JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        int size = schema.has("items") ? Math.clamp(schema.path("minItems").asLong(1), 1, DEEPEST) : 0;
        for (int i = 0; i < size; i++) {
            array.add(value(schema.get("items"), depth + 1));
        }
        return array;
    }

    private static String text(JsonNode schema) {
        String text = switch (schema.path("format").asText()) {
            case "date-time" -> "2026-01-01T00:00:00Z";
            case "date" -> "2026-01-01";
            case "time" -> "00:00:00Z";
            case "email" -> "mock@example.com";
            case "uri" -> "https://example.com/";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            default -> "mock";
        };
        return text + "x".repeat(Math.clamp(schema.path("minLength").asLong() - text.length(), 0, 1_000));
    }

    private static double number(JsonNode schema) {
        double least = schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(0) + 1);
        return Math.min(least, schema.path("maximum").asDouble(least));
    }
}
