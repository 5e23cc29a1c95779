package io.patchbay.dialect.json;

import io.patchbay.api.model.Json;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

    private StrictSchema() {}

    /** Whether each object in it has no properties but those that it names. */
    public static boolean isClosed(Json schema) {
        return every(Extras.node(schema.text()), StrictSchema::closed);
    }

    /** Whether each object in it is closed, and must have all of its properties. */
    public static boolean isComplete(Json schema) {
        return every(Extras.node(schema.text()), object -> closed(object) && requiresAll(object));
    }

    private static boolean every(Node schema, Predicate<Map<String, Node>> test) {
        return switch (schema) {
            case Node.Obj object -> (!isOfObjects(object.members()) || test.test(object.members()))
                    && object.members().entrySet().stream()
                            .flatMap(member -> nested(member.getKey(), member.getValue()))
                            .allMatch(each -> every(each, test));
            case Node.Arr array -> array.elements().stream().allMatch(each -> every(each, test));
            default -> true;
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

    private static boolean requiresAll(Map<String, Node> schema) {
        if (!(schema.get(PROPERTIES) instanceof Node.Obj properties) || properties.members().isEmpty()) {
            return true;
        }
        return schema.get("required") instanceof Node.Arr required
                && texts(required).containsAll(properties.members().keySet());
    }

    private static Set<String> texts(Node.Arr array) {
        return array.elements().stream().filter(Node.Str.class::isInstance).map(text -> ((Node.Str) text).value())
                .collect(Collectors.toSet());
    }
}
