package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads and writes {@code tools}, in their order. A function's schema is kept as it came, under its own name; a tool of
 * Google's is a whole object.
 */
final class Tools {
    private static final String FUNCTIONS = "functionDeclarations";
    private static final String PARAMETERS = "parameters";
    private static final String JSON_SCHEMA = "parametersJsonSchema";

    private Tools() {}

    static List<Tool> read(Node.Arr array, Place place) {
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < array.elements().size(); i++) {
            Members members = Camel.members(array.elements().get(i), place.element(i)).withoutNulls();
            Place functions = members.place().member(FUNCTIONS);
            int index = 0;
            for (Node function : members.array(FUNCTIONS).map(Node.Arr::elements).orElse(List.of())) {
                tools.add(function(Camel.members(function, functions.element(index++))));
            }
            members.left().forEach((name, value) -> tools.add(new Tool.Other(Gemini.NAME,
                    new Json(new JsonWriter().object().rawMember(name, value.json().text()).endObject().text()))));
        }
        return tools;
    }

    private static Tool function(Members members) {
        String name = members.requiredText("name");
        String description = members.textOrEmpty("description");
        return new Tool.Function(name, description, parameters(members), members.extras());
    }

    /** The schema, which is left. */
    private static Json parameters(Members members) {
        if (members.peek(JSON_SCHEMA).orElse(null) instanceof Node.Obj schema) {
            return schema.json();
        }
        return members.peek(PARAMETERS).orElse(null) instanceof Node.Obj schema
                ? Schemas.read(schema)
                : Json.EMPTY_OBJECT;
    }

    /** Writes tools: functions that follow each other are one object. */
    static void write(List<Tool> tools, JsonWriter out, Set<String> dropped) {
        boolean open = false;
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function -> {
                    if (!open) {
                        out.object().name(FUNCTIONS).array();
                        open = true;
                    }
                    write(function, out);
                }
                case Tool.Other other when other.dialect().equals(Gemini.NAME) -> {
                    close(open, out);
                    open = false;
                    out.raw(other.value().text());
                }
                case Tool.Other other -> dropped.add("tool of " + other.dialect());
            }
        }
        close(open, out);
    }

    private static void close(boolean open, JsonWriter out) {
        if (open) {
            out.endArray().endObject();
        }
    }

    private static void write(Tool.Function function, JsonWriter out) {
        Extras extras = Gemini.extras(function.extras());
        out.object().member("name", function.name());
        if (!function.description().isEmpty()) {
            extras.take("description");
            out.member("description", function.description());
        }
        if (!saysTheSame(function, extras)) {
            extras.take(PARAMETERS);
            extras.take(JSON_SCHEMA);
            if (!Schemas.isEmpty(function.parameters())) {
                out.rawMember(JSON_SCHEMA, Schemas.write(function.parameters()));
            }
        }
        extras.write(out);
        out.endObject();
    }

    /** Whether the schema that came still says what the function has. */
    private static boolean saysTheSame(Tool.Function function, Extras extras) {
        JsonWriter came = new JsonWriter().object();
        Extras copy = Gemini.extras(function.extras());
        copy.write(came);
        return (extras.has(PARAMETERS) || extras.has(JSON_SCHEMA))
                && parameters(new Members((Node.Obj) Extras.node(came.endObject().text()), Gemini.REQUEST))
                        .equals(function.parameters());
    }
}
