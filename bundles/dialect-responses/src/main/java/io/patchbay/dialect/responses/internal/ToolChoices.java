package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes {@code tool_choice}. */
final class ToolChoices {
    private ToolChoices() {}

    static Optional<ToolChoice> read(Node node, Place place) {
        return switch (node) {
            case Node.Str word -> Optional.of(switch (word.value()) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                case "required" -> new ToolChoice.Required(List.of());
                default -> new ToolChoice.Other(OpenAiResponses.NAME, node.json());
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
        Map<String, Node> members = object.members();
        if (is(members, "type", "allowed_tools") && is(members, "mode", "required")
                && members.get("tools") instanceof Node.Arr tools) {
            List<String> names = tools.elements().stream()
                    .map(tool -> tool instanceof Node.Obj each ? function(each) : Optional.<String>empty())
                    .flatMap(Optional::stream)
                    .toList();
            if (!names.isEmpty() && names.size() == tools.elements().size()) {
                return new ToolChoice.Required(names);
            }
        }
        return new ToolChoice.Other(OpenAiResponses.NAME, object.json());
    }

    private static Optional<String> function(Node.Obj object) {
        return is(object.members(), "type", "function") && object.members().get("name") instanceof Node.Str name
                ? Optional.of(name.value())
                : Optional.empty();
    }

    private static boolean is(Map<String, Node> members, String name, String word) {
        return members.get(name) instanceof Node.Str(_, String value) && value.equals(word);
    }

    static Optional<String> write(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto _ -> Optional.of("\"auto\"");
            case ToolChoice.None _ -> Optional.of("\"none\"");
            case ToolChoice.Required(List<String> allowed) when allowed.isEmpty() -> Optional.of("\"required\"");
            case ToolChoice.Required(List<String> allowed) -> {
                JsonWriter out = new JsonWriter().object().member("type", "allowed_tools").member("mode", "required")
                        .name("tools").array();
                allowed.forEach(name -> out.raw(function(name)));
                yield Optional.of(out.endArray().endObject().text());
            }
            case ToolChoice.Named(String name) -> Optional.of(function(name));
            case ToolChoice.Other other -> other.dialect().equals(OpenAiResponses.NAME)
                    ? Optional.of(other.value().text())
                    : Optional.empty();
        };
    }

    private static String function(String name) {
        return new JsonWriter().object().member("type", "function").member("name", name).endObject().text();
    }
}
