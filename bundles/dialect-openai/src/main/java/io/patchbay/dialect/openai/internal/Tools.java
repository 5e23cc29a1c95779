package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Extra;
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
import java.util.Set;

/** Reads and writes {@code tools}, in their order. */
final class Tools {
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
        boolean function = members.peek("type").orElse(null) instanceof Node.Str(_, String type)
                && type.equals("function") && members.peek("function").orElse(null) instanceof Node.Obj;
        if (!function) {
            return new Tool.Other(OpenAiChat.NAME, node.json());
        }
        members.drop("type");
        Members nested = members.object("function").orElseThrow();
        String name = nested.requiredText("name");
        String description = nested.textOrEmpty("description");
        // No parameters are not written of themselves, so "{}" stays an extra where a client wrote it.
        Json parameters = Json.EMPTY_OBJECT;
        if (nested.peek("parameters").orElse(null) instanceof Node.Obj schema && !schema.members().isEmpty()) {
            nested.drop("parameters");
            parameters = schema.json();
        }
        boolean strict = StrictTools.read(nested);
        List<Extra> extras = members.extras();
        extras.addAll(nested.extra("function"));
        return new Tool.Function(name, description, parameters, strict, extras);
    }

    /** Writes a tool; one of another dialect is dropped. */
    static void write(Tool tool, JsonWriter out, Set<String> dropped) {
        switch (tool) {
            case Tool.Function function -> {
                Extras extras = OpenAiChat.extras(function.extras());
                Extras nested = extras.nested("function");
                out.object().member("type", "function").name("function").object().member("name", function.name());
                if (!function.description().isEmpty()) {
                    nested.take("description");
                    out.member("description", function.description());
                }
                if (!function.parameters().equals(Json.EMPTY_OBJECT)) {
                    nested.take("parameters");
                    out.rawMember("parameters", function.parameters().text());
                }
                StrictTools.write(function, nested, StrictSchema::isComplete, dropped)
                        .ifPresent(strict -> out.rawMember(StrictTools.MEMBER, strict));
                nested.write(out);
                out.endObject();
                extras.write(out);
                out.endObject();
            }
            case Tool.Other other -> {
                if (other.dialect().equals(OpenAiChat.NAME)) {
                    out.raw(other.value().text());
                } else {
                    dropped.add("tool of " + other.dialect());
                }
            }
        }
    }
}
