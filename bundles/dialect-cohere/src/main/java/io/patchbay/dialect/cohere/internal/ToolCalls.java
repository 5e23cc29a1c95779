package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.List;

/** Reads and writes calls of tools. */
final class ToolCalls {
    private static final String FUNCTION = "function";

    private ToolCalls() {}

    /** Reads a call; one that is no function's is carried as it is. */
    static Part read(Node node, Place place) {
        Members members = Members.of(node, place);
        return members.peek(FUNCTION).orElse(null) instanceof Node.Obj
                ? read(members)
                : new Part.Other(CohereV2.NAME, node.json(), List.of());
    }

    /** Reads a call of a function. */
    static Part.ToolCall read(Members members) {
        if (members.peek("type").orElse(null) instanceof Node.Str(_, String type) && type.equals(FUNCTION)) {
            members.drop("type");
        }
        Members function = members.object(FUNCTION).orElseThrow(() -> members.place().member(FUNCTION).missing());
        String id = members.textOrEmpty("id");
        String name = function.requiredText("name");
        String arguments = function.text("arguments").orElse("");
        List<Extra> extras = members.extras();
        extras.addAll(function.extra(FUNCTION));
        return new Part.ToolCall(id, name, new Json(arguments), extras);
    }

    /** Whether an unknown block is a call: those have an id, which blocks of content have not. */
    static boolean isCall(Part.Other other) {
        return other.dialect().equals(CohereV2.NAME) && Extras.node(other.value().text()) instanceof Node.Obj object
                && object.members().containsKey("id");
    }

    /**
     * Writes a call, under an id that may not be its own; one without arguments has an empty object of them, unless the model
     * was cut off before it could say any.
     */
    static void write(Part part, String id, boolean cut, JsonWriter out) {
        if (part instanceof Part.ToolCall call) {
            boolean empty = call.arguments().text().isEmpty() && !cut;
            write(call, empty ? Json.EMPTY_OBJECT : call.arguments(), id, out);
        } else if (part instanceof Part.Other other) {
            out.raw(other.value().text());
        }
    }

    /** Writes a call as it begins. */
    static void begin(Part.ToolCall call, String id, JsonWriter out) {
        write(call, call.arguments(), id, out);
    }

    private static void write(Part.ToolCall call, Json arguments, String id, JsonWriter out) {
        Extras extras = CohereV2.extras(call.extras());
        out.object();
        if (!id.isEmpty()) {
            extras.take("id");
            out.member("id", id);
        }
        out.rawMember("type", extras.take("type").orElse("\"function\"")).name(FUNCTION).object()
                .member("name", call.name());
        Extras function = extras.nested(FUNCTION);
        function.take("arguments");
        out.member("arguments", arguments.text());
        function.write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
    }
}
