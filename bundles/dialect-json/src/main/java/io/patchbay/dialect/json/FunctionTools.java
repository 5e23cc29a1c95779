package io.patchbay.dialect.json;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads and writes {@code tools}, in their order, as OpenAI's chat completions and the dialects after it have them:
 * {@code {"type": "function", "function": {"name", "description", "parameters"}}}.
 */
public final class FunctionTools {
    private static final String FUNCTION = "function";
    private static final String PARAMETERS = "parameters";
    private static final String DESCRIPTION = "description";

    private FunctionTools() {}

    /** Reads the tools; one that is no function is carried as it is. */
    public static List<Tool> read(Node.Arr array, Place place) {
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
            return new Tool.Other(place.dialect(), node.json());
        }
        members.drop("type");
        Members nested = members.object(FUNCTION).orElseThrow();
        String name = nested.requiredText("name");
        String description = nested.textOrEmpty(DESCRIPTION);
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

    /**
     * Writes the tools; one of another dialect is dropped.
     *
     * @param noParameters the schema of a function that has none, where the dialect requires one; else empty
     */
    public static void write(List<Tool> tools, String dialect, String noParameters, JsonWriter out,
            Set<String> dropped) {
        out.array();
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function ->
                        write(function, new Extras(dialect, function.extras()), noParameters, out);
                case Tool.Other other when other.dialect().equals(dialect) -> out.raw(other.value().text());
                case Tool.Other other -> dropped.add("tool of " + other.dialect());
            }
        }
        out.endArray();
    }

    private static void write(Tool.Function function, Extras extras, String noParameters, JsonWriter out) {
        Extras nested = extras.nested(FUNCTION);
        out.object().member("type", FUNCTION).name(FUNCTION).object().member("name", function.name());
        if (!function.description().isEmpty()) {
            nested.take(DESCRIPTION);
            out.member(DESCRIPTION, function.description());
        }
        String form = nested.take(PARAMETERS).orElse(noParameters);
        String parameters =
                function.parameters().equals(Json.EMPTY_OBJECT) ? form : function.parameters().text();
        if (!parameters.isEmpty()) {
            out.rawMember(PARAMETERS, parameters);
        }
        nested.write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
    }
}
