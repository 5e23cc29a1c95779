package io.patchbay.itests.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Places in a JSON document, such as {@code messages/*[role=tool]/content}: members by name, {@code *} for all elements
 * of an array, and in brackets what a member must be, or with {@code !=} must not be.
 *
 * @param paths the places, each looked at in turn
 */
record Places(List<String> paths) {
    static Places at(String... paths) {
        return new Places(List.of(paths));
    }

    /** What stands there: a text as it is, a number's digits, anything else as JSON. */
    List<String> in(JsonNode document) {
        List<String> found = new ArrayList<>();
        for (String path : paths) {
            Stream<JsonNode> nodes = Stream.of(document);
            for (String step : path.split("/", -1)) {
                nodes = nodes.flatMap(node -> step(node, step));
            }
            nodes.map(node -> node.isValueNode() ? node.asText() : node.toString()).forEach(found::add);
        }
        return found;
    }

    private static Stream<JsonNode> step(JsonNode node, String step) {
        int bracket = step.indexOf('[');
        String name = bracket < 0 ? step : step.substring(0, bracket);
        Stream<JsonNode> nodes = switch (name) {
            case "" -> Stream.of(node);
            case "*" -> node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.empty();
            default -> node.hasNonNull(name) ? Stream.of(node.get(name)) : Stream.empty();
        };
        return bracket < 0 ? nodes : nodes.filter(each -> holds(each, step.substring(bracket + 1, step.length() - 1)));
    }

    private static boolean holds(JsonNode node, String condition) {
        int equals = condition.indexOf('=');
        boolean not = condition.charAt(equals - 1) == '!';
        String member = condition.substring(0, not ? equals - 1 : equals);
        return node.path(member).asText().equals(condition.substring(equals + 1)) != not;
    }
}
