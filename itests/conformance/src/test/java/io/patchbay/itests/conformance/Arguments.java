package io.patchbay.itests.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.model.Part;
import java.util.Set;

/** The arguments of tool calls, as they are compared. */
final class Arguments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Arguments() {}

    /** Arguments as JSON, where none are an empty object; as they stand where they are no JSON. */
    static Object of(Part.ToolCall call, Set<Lack> lacks) {
        Object arguments = json(call.arguments().text());
        boolean object = arguments instanceof JsonNode node && node.isObject() && !isText(node);
        return object || !lacks.contains(Lack.ARGUMENTS_AS_TEXT) ? arguments : "no object";
    }

    /** Whether a call's arguments are an object, as those of a call that was cut off hardly are. */
    static boolean areAnObject(Part.ToolCall call) {
        String text = call.arguments().text();
        return !text.isBlank() && json(text) instanceof JsonNode node && node.isObject();
    }

    /** How a dialect of objects carries what is none. */
    private static boolean isText(JsonNode object) {
        return object.isEmpty() || (object.size() == 1 && object.path("arguments").isTextual());
    }

    private static Object json(String text) {
        try {
            return JSON.readTree(text.isBlank() ? "{}" : text);
        } catch (JsonProcessingException _) {
            return text;
        }
    }
}
