package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.Json;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a JSON Schema of Gemini's own kind of schema, and of any JSON Schema one that Gemini takes.
 *
 * <p>Gemini's own ({@code parameters}, {@code responseSchema}) is a part of OpenAPI's with types in capitals; next to it
 * stands JSON Schema ({@code parametersJsonSchema}, {@code responseJsonSchema}), of which only the known words count and
 * nothing may stand beside a {@code $ref} (<a href="https://ai.google.dev/api/generate-content#generationconfig">API
 * reference</a>).
 */
final class Schemas {
    /** Members whose value is a map of schemas. */
    private static final Set<String> MAPS = Set.of("properties", "$defs", "definitions");
    /** Members whose value is data, not a schema. */
    private static final Set<String> DATA = Set.of("enum", "required", "default", "example", "examples", "const");
    /** Members that say nothing of an object without properties. */
    private static final Set<String> EMPTY = Set.of("type", "properties", "required", "additionalProperties", "$schema",
            "title", "description");
    private static final String REF = "$ref";

    private Schemas() {}

    /** A schema of Gemini's own kind as JSON Schema: types in small letters, {@code nullable} as a type. */
    static Json read(Node schema) {
        JsonWriter out = new JsonWriter();
        read(schema, out);
        return new Json(out.text());
    }

    private static void read(Node node, JsonWriter out) {
        switch (node) {
            case Node.Obj object -> {
                Map<String, Node> members = Camel.of(object).members();
                boolean nullable = members.get("nullable") instanceof Node.Bool flag && flag.value();
                out.object();
                members.forEach((name, value) -> readMember(name, value, nullable, out));
                out.endObject();
            }
            case Node.Arr array -> {
                out.array();
                array.elements().forEach(element -> read(element, out));
                out.endArray();
            }
            default -> out.raw(node.json().text());
        }
    }

    private static void readMember(String name, Node value, boolean nullable, JsonWriter out) {
        if (name.equals("nullable") || name.equals("propertyOrdering") || value instanceof Node.Null) {
            return;
        }
        if (name.equals("type") && value instanceof Node.Str(_, String type)) {
            String small = JsonWriter.quoted(type.toLowerCase(Locale.ROOT));
            out.rawMember(name, nullable ? "[" + small + ",\"null\"]" : small);
        } else if (MAPS.contains(name) && value instanceof Node.Obj map) {
            out.name(name).object();
            map.members().forEach((property, schema) -> read(schema, out.name(property)));
            out.endObject();
        } else if (DATA.contains(name)) {
            out.rawMember(name, value.json().text());
        } else {
            read(value, out.name(name));
        }
    }

    /** A JSON Schema as Gemini takes it: nothing beside a {@code $ref}, and {@code const} as the only value. */
    static String write(Json schema) {
        JsonWriter out = new JsonWriter();
        write(Extras.node(schema.text()), out);
        return out.text();
    }

    private static void write(Node node, JsonWriter out) {
        switch (node) {
            case Node.Obj object -> {
                boolean reference = object.members().get(REF) instanceof Node.Str;
                out.object();
                object.members().forEach((name, value) -> {
                    if (!reference || name.startsWith("$")) {
                        writeMember(name, value, out);
                    }
                });
                out.endObject();
            }
            case Node.Arr array -> {
                out.array();
                array.elements().forEach(element -> write(element, out));
                out.endArray();
            }
            default -> out.raw(node.json().text());
        }
    }

    private static void writeMember(String name, Node value, JsonWriter out) {
        if (name.equals("const")) {
            out.rawMember("enum", "[" + value.json().text() + "]");
        } else if (MAPS.contains(name) && value instanceof Node.Obj map) {
            out.name(name).object();
            map.members().forEach((property, schema) -> write(schema, out.name(property)));
            out.endObject();
        } else if (DATA.contains(name)) {
            out.rawMember(name, value.json().text());
        } else {
            write(value, out.name(name));
        }
    }

    /** Whether a schema is of an object without properties, which Gemini refuses: a function has none, then. */
    static boolean isEmpty(Json schema) {
        return Extras.node(schema.text()) instanceof Node.Obj object
                && EMPTY.containsAll(object.members().keySet())
                && !(object.members().get("properties") instanceof Node.Obj properties
                        && !properties.members().isEmpty())
                && !(object.members().get("additionalProperties") instanceof Node.Obj)
                && !(object.members().get("required") instanceof Node.Arr(_, List<Node> names) && !names.isEmpty());
    }
}
