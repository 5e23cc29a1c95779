package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.StrictTools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads and writes {@code tools}, in their order. */
final class Tools {
    private static final String SCHEMA = "input_schema";

    private Tools() {}

    static List<Tool> read(Node.Arr array, Place place) {
        List<Tool> tools = new ArrayList<>(array.elements().size());
        for (Node element : array.elements()) {
            tools.add(read(element, place.element(tools.size())));
        }
        return tools;
    }

    /** A tool with a type of its own runs at the provider, or is one that only this dialect knows. */
    private static Tool read(Node node, Place place) {
        Members members = Members.of(node, place);
        if (members.peek("type").orElse(null) instanceof Node.Str(_, String type) && !type.equals("custom")) {
            return new Tool.Other(AnthropicMessages.NAME, node.json());
        }
        String name = members.requiredText("name");
        String description = members.textOrEmpty("description");
        Json parameters = Json.EMPTY_OBJECT;
        Optional<Node> schema = members.peek(SCHEMA).filter(each -> !(each instanceof Node.Null));
        if (schema.isPresent()) {
            parameters = schema.get().json();
            if (schema(parameters).equals(parameters.text())) {
                members.drop(SCHEMA);
            }
        }
        return new Tool.Function(name, description, parameters, StrictTools.read(members), members.extras());
    }

    /**
     * Writes a tool; one of another dialect is dropped.
     *
     * @param holdable whether the model can be held to a schema
     */
    static void write(Tool tool, Predicate<Json> holdable, JsonWriter out, Set<String> dropped) {
        switch (tool) {
            case Tool.Function function -> {
                Extras extras = AnthropicMessages.extras(function.extras());
                out.object().member("name", function.name());
                if (!function.description().isEmpty()) {
                    extras.take("description");
                    out.member("description", function.description());
                }
                if (!extras.is(SCHEMA, function.parameters().text())) {
                    extras.take(SCHEMA);
                    out.rawMember(SCHEMA, schema(function.parameters()));
                }
                StrictTools.write(function, extras, json -> holdable.test(new Json(schema(json))), dropped)
                        .ifPresent(strict -> out.rawMember(StrictTools.MEMBER, strict));
                extras.write(out);
                out.endObject();
            }
            case Tool.Other other -> {
                if (other.dialect().equals(AnthropicMessages.NAME)) {
                    out.raw(other.value().text());
                } else {
                    dropped.add("tool of " + other.dialect());
                }
            }
        }
    }

    /** A schema as Anthropic wants it: the root says that it is of an object, and properties are never {@code null}. */
    static String schema(Json parameters) {
        Node.Obj object = object(parameters);
        boolean typed = object.members().containsKey("type");
        boolean nil = object.members().get("properties") instanceof Node.Null;
        if (typed && !nil) {
            return parameters.text();
        }
        JsonWriter out = new JsonWriter().object();
        if (!typed) {
            out.member("type", "object");
        }
        object.members().forEach((name, value) -> {
            if (!(name.equals("properties") && nil)) {
                out.rawMember(name, value.json().text());
            }
        });
        return out.endObject().text();
    }

    private static Node.Obj object(Json json) {
        try {
            if (JsonReader.read(Bytes.utf8(json.text())) instanceof Node.Obj object) {
                return object;
            }
        } catch (IOException _) {
            // What is no schema says nothing.
        }
        return (Node.Obj) Extras.node(Json.EMPTY_OBJECT.text());
    }
}
