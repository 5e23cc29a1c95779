package io.patchbay.dialect.responses.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenAI's published schema, as far as it says what must be there, of which type and with which words: what of JSON
 * Schema the parts of it use that are checked here.
 */
final class Schema {
    private final JsonNode document;

    private Schema(JsonNode document) {
        this.document = document;
    }

    /** The schema that lies beside the recordings; where it is missing, the calling test is skipped and says so. */
    static Schema open() {
        String named = System.getenv("PATCHBAY_SPECS");
        Path folder = Path.of("").toAbsolutePath();
        while (named == null && folder.getParent() != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        Path file = (named == null ? folder.resolveSibling("shared").resolve("specs") : Path.of(named))
                .resolve("openai-openapi.json");
        assumeTrue(Files.isRegularFile(file), () -> "no schema at " + file);
        try {
            return new Schema(Fixtures.json(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a value by the schema of a name; empty where nothing is. */
    List<String> errors(String name, JsonNode value) {
        List<String> errors = new ArrayList<>();
        check(document.at("/components/schemas/" + name), value, name, errors);
        return errors;
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> errors) {
        if (schema.has("$ref")) {
            String pointer = schema.path("$ref").asText().substring(1);
            check(document.at(pointer), value, at, errors);
            return;
        }
        schema.path("allOf").forEach(each -> check(each, value, at, errors));
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.has(choice)) {
                choice(schema.path(choice), value, at, errors);
            }
        }
        if (schema.has("type") && !isType(schema.path("type").asText(), value)) {
            errors.add(at + " is no " + schema.path("type").asText() + ": " + value);
        } else if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            errors.add(at + " is none of " + schema.path("enum") + ": " + value);
        } else if (value.isObject()) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    errors.add(at + "/" + name.asText() + " is missing");
                }
            });
            schema.path("properties").properties().forEach(property -> {
                if (value.has(property.getKey())) {
                    check(property.getValue(), value.path(property.getKey()), at + "/" + property.getKey(), errors);
                }
            });
        } else if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), at + "/" + i, errors);
            }
        }
    }

    /** One of them must fit; else the errors of the one that comes nearest. */
    private void choice(JsonNode choices, JsonNode value, String at, List<String> errors) {
        List<String> nearest = null;
        for (JsonNode each : choices) {
            List<String> own = new ArrayList<>();
            check(each, value, at, own);
            if (own.isEmpty()) {
                return;
            }
            boolean sameType = own.stream().noneMatch(error -> error.startsWith(at + "/type is none"));
            if (nearest == null || sameType) {
                nearest = own;
            }
        }
        errors.addAll(nearest == null ? List.of(at + " has no choice") : nearest);
    }

    private static boolean isType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> true;
        };
    }
}
