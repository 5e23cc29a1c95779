package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and writes {@code tools}, in their order, and {@code tool_choice}. */
final class Tools {
    private static final String FUNCTION = "function";
    private static final String PARAMETERS = "parameters";
    /** Cohere requires a schema of a function that has no parameters. */
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

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
                && type.equals(FUNCTION) && members.peek(FUNCTION).orElse(null) instanceof Node.Obj;
        if (!function) {
            return new Tool.Other(CohereV2.NAME, node.json());
        }
        members.drop("type");
        Members nested = members.object(FUNCTION).orElseThrow();
        String name = nested.requiredText("name");
        String description = nested.textOrEmpty("description");
        Json parameters = Json.EMPTY_OBJECT;
        // "{}" stays an extra where a client wrote it.
        if (nested.peek(PARAMETERS).orElse(null) instanceof Node.Obj schema && !schema.members().isEmpty()) {
            nested.drop(PARAMETERS);
            parameters = schema.json();
        }
        List<Extra> extras = members.extras();
        extras.addAll(nested.extra(FUNCTION));
        return new Tool.Function(name, description, parameters, extras);
    }

    /** Writes the tools; one of another dialect is dropped. */
    static void write(List<Tool> tools, JsonWriter out, Set<String> dropped) {
        out.name("tools").array();
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function -> write(function, out);
                case Tool.Other other when other.dialect().equals(CohereV2.NAME) -> out.raw(other.value().text());
                case Tool.Other other -> dropped.add("tool of " + other.dialect());
            }
        }
        out.endArray();
    }

    private static void write(Tool.Function function, JsonWriter out) {
        Extras extras = CohereV2.extras(function.extras());
        Extras nested = extras.nested(FUNCTION);
        out.object().member("type", FUNCTION).name(FUNCTION).object().member("name", function.name());
        if (!function.description().isEmpty()) {
            nested.take("description");
            out.member("description", function.description());
        }
        String form = nested.take(PARAMETERS).orElse(NO_PARAMETERS);
        out.rawMember(PARAMETERS,
                function.parameters().equals(Json.EMPTY_OBJECT) ? form : function.parameters().text());
        nested.write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
    }

    static Optional<ToolChoice> readChoice(Node node, Place place) {
        return switch (node) {
            case Node.Str(_, String word) when word.equals("REQUIRED") ->
                    Optional.of(new ToolChoice.Required(List.of()));
            case Node.Str(_, String word) when word.equals("NONE") -> Optional.of(new ToolChoice.None());
            case Node.Null _ -> Optional.empty();
            default -> Optional.of(new ToolChoice.Other(CohereV2.NAME, node.json()));
        };
    }

    static Optional<String> writeChoice(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.None _ -> Optional.of("\"NONE\"");
            case ToolChoice.Required _, ToolChoice.Named _ -> Optional.of("\"REQUIRED\"");
            case ToolChoice.Other other when other.dialect().equals(CohereV2.NAME) ->
                    Optional.of(other.value().text());
            default -> Optional.empty();
        };
    }

    /**
     * A request in which a choice of some tools is one of all: only those are offered. Where none of them is among the
     * tools, the choice is dropped.
     */
    static ChatRequest narrowed(ChatRequest request, Set<String> dropped) {
        List<String> names = switch (request.toolChoice().orElse(null)) {
            case ToolChoice.Named(String name) -> List.of(name);
            case ToolChoice.Required(List<String> allowed) -> allowed;
            case null, default -> List.of();
        };
        if (names.isEmpty()) {
            return request;
        }
        List<Tool> chosen = request.tools().stream()
                .filter(tool -> tool instanceof Tool.Function function && names.contains(function.name()))
                .toList();
        if (chosen.isEmpty()) {
            dropped.add("tool_choice");
            return request.toBuilder().toolChoice(new ToolChoice.Auto()).build();
        }
        return request.toBuilder().tools(chosen).build();
    }
}
