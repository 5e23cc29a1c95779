package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.StrictSchema;
import io.patchbay.dialect.json.StrictTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes {@code tools}, in their order. A function that came in this dialect keeps its {@code type} as an
 * extra: what else it does not say, it does not say by intent.
 */
final class Tools {
    private static final String FUNCTION = "\"function\"";

    private Tools() {}

    static List<Tool> read(Node.Arr array, Place place) {
        List<Tool> tools = new ArrayList<>(array.elements().size());
        for (Node element : array.elements()) {
            tools.add(read(element, place.element(tools.size())));
        }
        return tools;
    }

    private static Tool read(Node node, Place place) {
        Members members = Members.of(node, place);
        if (!(members.peek("type").orElse(null) instanceof Node.Str(_, String type)) || !type.equals("function")) {
            return new Tool.Other(OpenAiResponses.NAME, node.json());
        }
        members.mark("type", FUNCTION);
        String name = members.requiredText("name");
        String description = members.textOrEmpty("description");
        Json parameters = Json.EMPTY_OBJECT;
        if (members.peek("parameters").orElse(null) instanceof Node.Obj schema && !schema.members().isEmpty()) {
            members.drop("parameters");
            parameters = schema.json();
        }
        return new Tool.Function(name, description, parameters, StrictTools.read(members), members.extras());
    }

    /** Writes a tool; one of another dialect is dropped. */
    static void write(Tool tool, JsonWriter out, Set<String> dropped) {
        switch (tool) {
            case Tool.Function function -> write(function, out, dropped);
            case Tool.Other other -> {
                if (other.dialect().equals(OpenAiResponses.NAME)) {
                    out.raw(other.value().text());
                } else {
                    dropped.add("tool of " + other.dialect());
                }
            }
        }
    }

    private static void write(Tool.Function function, JsonWriter out, Set<String> dropped) {
        Extras extras = OpenAiResponses.extras(function.extras());
        boolean own = extras.take("type").isPresent();
        out.object().rawMember("type", FUNCTION).member("name", function.name());
        if (!function.description().isEmpty()) {
            extras.take("description");
            out.member("description", function.description());
        }
        if (!function.parameters().equals(Json.EMPTY_OBJECT)) {
            extras.take("parameters");
            out.rawMember("parameters", function.parameters().text());
        } else if (!own) {
            out.rawMember("parameters", "null");
        }
        // What is not said would be taken for true where the schema allows it, and no other dialect means that.
        StrictTools.write(function, extras, StrictSchema::isComplete, dropped)
                .or(() -> Optional.of("false").filter(_ -> !own))
                .ifPresent(strict -> out.rawMember(StrictTools.MEMBER, strict));
        extras.write(out);
        out.endObject();
    }
}
