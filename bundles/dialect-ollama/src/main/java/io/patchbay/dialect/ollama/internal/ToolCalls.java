package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.io.IOException;
import java.util.List;

/** Reads and writes calls of tools, whose arguments are an object here, and no text. */
final class ToolCalls {
    private static final String FUNCTION = "function";
    private static final String ARGUMENTS = "arguments";

    private ToolCalls() {}

    static Part.ToolCall read(Node node, Place place) {
        Members members = Members.of(node, place);
        Members function = members.object(FUNCTION).orElseThrow(() -> place.member(FUNCTION).missing());
        String id = members.textOrEmpty("id");
        String name = function.requiredText("name");
        Json arguments = function.take(ARGUMENTS).map(Node::json).orElse(Json.EMPTY_OBJECT);
        List<Extra> extras = members.extras();
        extras.addAll(function.extra(FUNCTION));
        return new Part.ToolCall(id, name, arguments, extras);
    }

    /**
     * Writes a call.
     *
     * @return whether all was said: arguments that are no object are not
     */
    static boolean write(Part.ToolCall call, JsonWriter out) {
        Extras extras = Ollama.extras(call.extras());
        boolean good = call.arguments().text().isBlank() || isObject(call.arguments());
        boolean said = good && !call.arguments().text().isBlank();
        out.object();
        if (!call.id().isEmpty()) {
            extras.take("id");
            out.member("id", call.id());
        }
        Extras function = extras.nested(FUNCTION);
        out.name(FUNCTION).object().member("name", call.name())
                .rawMember(ARGUMENTS, said ? call.arguments().text() : Json.EMPTY_OBJECT.text());
        function.take(ARGUMENTS);
        function.write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
        return good;
    }

    private static boolean isObject(Json arguments) {
        try {
            return JsonReader.read(Bytes.utf8(arguments.text())) instanceof Node.Obj;
        } catch (IOException _) {
            return false;
        }
    }
}
