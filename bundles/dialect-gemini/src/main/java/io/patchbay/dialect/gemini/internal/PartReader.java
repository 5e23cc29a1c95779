package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.List;

/**
 * Reads the parts of a content. Whatever a part has beside its data, such as its {@code thoughtSignature}, is kept with it;
 * what is left of a nested object becomes one extra under that object's name.
 */
final class PartReader {
    static final String CALL = "functionCall";
    static final String ARGS = "args";
    static final String THOUGHT = "thought";

    private PartReader() {}

    static Part read(Node node, Place place, CallIds ids) {
        Members part = Camel.members(node, place);
        if (part.peek("text").orElse(null) instanceof Node.Str(_, String text)) {
            part.drop("text");
            if (part.peek(THOUGHT).orElse(null) instanceof Node.Bool thought && thought.value()) {
                part.drop(THOUGHT);
                return new Part.Reasoning(text, part.extras());
            }
            return new Part.Text(text, part.extras());
        }
        if (part.peek(CALL).orElse(null) instanceof Node.Obj) {
            return call(part, ids);
        }
        if (part.peek("functionResponse").orElse(null) instanceof Node.Obj) {
            return ToolResults.read(part, ids);
        }
        return MediaParts.isMedia(part) ? MediaParts.read(part) : new Part.Other(Gemini.NAME, node.json(), List.of());
    }

    private static Part call(Members part, CallIds ids) {
        Members call = Camel.take(part, CALL).orElseThrow();
        String name = call.requiredText("name");
        String given = call.textOrEmpty("id");
        Json arguments = Json.EMPTY_OBJECT;
        switch (call.peek(ARGS).orElse(null)) {
            case Node.Obj object -> {
                call.drop(ARGS);
                arguments = object.json();
            }
            // Not written of themselves where there were none.
            case null -> call.mark(ARGS, "null");
            case Node.Null _ -> {}
            case Node other -> throw call.place().member(ARGS).invalidType("an object", other.kind());
        }
        String id = ids.call(given, name, arguments.text());
        List<Extra> extras = part.extras();
        extras.addAll(call.extra(CALL));
        return new Part.ToolCall(id, name, arguments, extras);
    }
}
