package io.patchbay.dialect.json;

import io.patchbay.api.model.Json;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a JSON Schema must be for a vendor to hold a model to it: a request that wants that of any other is refused there.
 *
 * <p>Sources: <a href="https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas">OpenAI</a>,
 * <a href="https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations">Anthropic</a>.
 */
public final class StrictSchema {
    private static final String PROPERTIES = "properties";
    /** Members whose value is a map of schemas. */
    private static final Set<String> MAPS = Set.of(PROPERTIES, "$defs", "definitions");
    /** Members whose value is a schema, or an array of them. */
    private static final Set<String> NESTED = Set.of("items", "prefixItems", "anyOf", "allOf", "oneOf");

    /** Members that limit values. */
    private static final Set<String> LIMITS = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
            "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties");

    private StrictSchema() {}

    /** Whether each object in it has no properties but those that it names. */
    public static boolean isClosed(Json schema) {
        return objects(schema).allMatch(StrictSchema::closed);
    }

    /** Whether each object in it is closed, and must have all of its properties. */
    public static boolean isComplete(Json schema) {
        return objects(schema).allMatch(object -> closed(object) && required(object).containsAll(properties(object)));
    }

    /** Whether it is closed, and limits no values, which Claude cannot be held to. */
    public static boolean suitsClaude(Json schema) {
        return isClosed(schema) && all(schema).noneMatch(each -> each.keySet().stream().anyMatch(LIMITS::contains));
    }

    /** Whether it is of an object that must have a property. */
    public static boolean requiresAny(Json schema) {
        return Extras.node(schema.text()) instanceof Node.Obj object && !required(object.members()).isEmpty();
    }

    /** How many properties objects in it may be without. */
    static long optionalProperties(Json schema) {
        return objects(schema).mapToLong(object -> properties(object).stream()
                .filter(name -> !required(object).contains(name)).count()).sum();
    }

    /** How many values in it may be of several types. */
    static long unions(Json schema) {
        return all(schema).filter(each -> each.containsKey("anyOf") || each.get("type") instanceof Node.Arr).count();
    }

    /** All schemas in it that are of objects. */
    private static Stream<Map<String, Node>> objects(Json schema) {
        return all(schema).filter(StrictSchema::isOfObjects);
    }

    private static Stream<Map<String, Node>> all(Json schema) {
        return all(Extras.node(schema.text()));
    }

    /** It and all schemas in it. */
    private static Stream<Map<String, Node>> all(Node schema) {
        return switch (schema) {
            case Node.Obj object -> Stream.concat(Stream.of(object.members()), object.members().entrySet().stream()
                    .flatMap(member -> nested(member.getKey(), member.getValue())).flatMap(StrictSchema::all));
            case Node.Arr array -> array.elements().stream().flatMap(StrictSchema::all);
            default -> Stream.of();
        };
    }

    private static Stream<Node> nested(String name, Node value) {
        if (MAPS.contains(name) && value instanceof Node.Obj map) {
            return map.members().values().stream();
        }
        return NESTED.contains(name) ? Stream.of(value) : Stream.empty();
    }

    private static boolean isOfObjects(Map<String, Node> schema) {
        return schema.containsKey(PROPERTIES) || switch (schema.get("type")) {
            case Node.Str(_, String type) -> type.equals("object");
            case Node.Arr types -> texts(types).contains("object");
            case null, default -> false;
        };
    }

    private static boolean closed(Map<String, Node> schema) {
        return schema.get("additionalProperties") instanceof Node.Bool others && !others.value();
    }

    private static Set<String> properties(Map<String, Node> schema) {
        return schema.get(PROPERTIES) instanceof Node.Obj properties ? properties.members().keySet() : Set.of();
    }

    private static Set<String> required(Map<String, Node> schema) {
        return schema.get("required") instanceof Node.Arr required ? texts(required) : Set.of();
    }

    private static Set<String> texts(Node.Arr array) {
        return array.elements().stream().filter(Node.Str.class::isInstance).map(text -> ((Node.Str) text).value())
                .collect(Collectors.toSet());
    }
}
