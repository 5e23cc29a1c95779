package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code tool_choice}. */
final class ToolChoices {
    private ToolChoices() {}

    static Optional<ToolChoice> read(Node node, Place place) {
        return switch (node) {
            case Node.Str word -> Optional.of(switch (word.value()) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                // "any" is Mistral's word.
                case "required", "any" -> new ToolChoice.Required(List.of());
                default -> new ToolChoice.Other(OpenAiChat.NAME, node.json());
            });
            case Node.Obj object -> Optional.of(read(object));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a string or an object", node.kind());
        };
    }

    private static ToolChoice read(Node.Obj object) {
        Optional<String> named = function(object);
        if (named.isPresent()) {
            return new ToolChoice.Named(named.get());
        }
        if (object.members().get("allowed_tools") instanceof Node.Obj allowed
                && allowed.members().get("mode") instanceof Node.Str(_, String mode) && mode.equals("required")
                && allowed.members().get("tools") instanceof Node.Arr tools) {
            List<String> names = tools.elements().stream()
                    .map(tool -> tool instanceof Node.Obj each ? function(each) : Optional.<String>empty())
                    .flatMap(Optional::stream)
                    .toList();
            if (!names.isEmpty() && names.size() == tools.elements().size()) {
                return new ToolChoice.Required(names);
            }
        }
        return new ToolChoice.Other(OpenAiChat.NAME, object.json());
    }

    private static Optional<String> function(Node.Obj object) {
        return object.members().get("function") instanceof Node.Obj function
                && function.members().get("name") instanceof Node.Str(_, String name)
                        ? Optional.of(name)
                        : Optional.empty();
    }

    static Optional<String> write(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto _ -> Optional.of("\"auto\"");
            case ToolChoice.None _ -> Optional.of("\"none\"");
            case ToolChoice.Required(List<String> allowed) when allowed.isEmpty() -> Optional.of("\"required\"");
            case ToolChoice.Required(List<String> allowed) -> {
                JsonWriter out =
                        new JsonWriter().object().member("type", "allowed_tools").name("allowed_tools").object()
                                .member("mode", "required").name("tools").array();
                allowed.forEach(name -> function(name, out));
                yield Optional.of(out.endArray().endObject().endObject().text());
            }
            case ToolChoice.Named(String name) -> {
                JsonWriter out = new JsonWriter();
                function(name, out);
                yield Optional.of(out.text());
            }
            case ToolChoice.Other other ->
                    other.dialect().equals(OpenAiChat.NAME) ? Optional.of(other.value().text()) : Optional.empty();
        };
    }

    private static void function(String name, JsonWriter out) {
        out.object().member("type", "function").name("function").object().member("name", name).endObject().endObject();
    }
}
