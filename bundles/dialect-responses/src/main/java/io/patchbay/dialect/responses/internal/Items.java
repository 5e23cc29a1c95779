package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads items: of the input, where they are not messages of others than the model, and of the output. */
final class Items {
    /** The types of a reasoning item's elements, by the array that they stand in. */
    static final Map<String, String> THOUGHTS = Map.of("summary", "summary_text", "content", "reasoning_text");
    private static final List<String> THOUGHT_ARRAYS = List.of("summary", "content");

    private Items() {}

    /** An item's type; an item with a role is a message without saying so. */
    static String type(Node.Obj item) {
        return item.members().get("type") instanceof Node.Str(_, String type)
                ? type
                : item.members().containsKey("role") ? "message" : "";
    }

    /**
     * Reads an item into its parts, of which there is at least one.
     *
     * @param voice how the model speaks in it
     */
    static List<Part> read(Node.Obj item, Place place, Voice voice) {
        List<Part> parts = switch (type(item)) {
            case "message" -> message(item, place, voice);
            case "reasoning" -> reasoning(item, place);
            case "function_call" -> List.of(call(item, place));
            case "function_call_output" -> List.of(result(item, place));
            default -> List.of();
        };
        return parts.isEmpty() ? List.of(new Part.Other(OpenAiResponses.NAME, item.json(), List.of())) : parts;
    }

    /** What is said of a message or a thought but for its parts. */
    static Extra about(Node.Obj item, Voice voice) {
        Members members = new Members(item, OpenAiResponses.ANSWER);
        if (type(item).equals("message")) {
            members.drop("role");
            if (voice == Voice.ANSWER) {
                members.drop("type");
            }
            dropFilled(members, "content");
        } else {
            members.drop("type");
            THOUGHT_ARRAYS.forEach(name -> dropFilled(members, name));
        }
        return OpenAiResponses.extra(ItemGroup.ITEM, members.json());
    }

    /** What is said at the beginning of a message or a thought in a stream. */
    static Extra aboutBegun(Node.Obj item) {
        Members members = new Members(item, OpenAiResponses.ANSWER);
        List.of("type", "role", "summary", "content").forEach(members::drop);
        return OpenAiResponses.extra(ItemGroup.ITEM, members.json());
    }

    /** An array that is empty is said of the item: it has no parts that would tell of it. */
    private static void dropFilled(Members members, String name) {
        if (members.peek(name).orElse(null) instanceof Node.Arr array && !array.elements().isEmpty()) {
            members.drop(name);
        }
    }

    private static List<Part> message(Node.Obj item, Place place, Voice voice) {
        Node content = item.members().get("content");
        if (content instanceof Node.Str text) {
            Members members = new Members(item, place);
            members.drop("role");
            members.mark("content", "\"\"");
            return List.of(new Part.Text(text.value(),
                    List.of(OpenAiResponses.extra(ItemGroup.ITEM, members.json()))));
        }
        if (!(content instanceof Node.Arr array)) {
            return List.of();
        }
        List<Part> parts = ContentParts.read(array, place.member("content"), voice);
        return parts.isEmpty() ? parts : withFirst(parts, about(item, voice));
    }

    private static List<Part> reasoning(Node.Obj item, Place place) {
        List<Part> parts = new ArrayList<>();
        for (String name : THOUGHT_ARRAYS) {
            Node array = item.members().get(name);
            if (array instanceof Node.Arr thoughts) {
                for (Node thought : thoughts.elements()) {
                    if (!isThought(thought, THOUGHTS.get(name))) {
                        return List.of();
                    }
                    parts.add(thought((Node.Obj) thought, place.member(name)));
                }
            }
        }
        if (parts.isEmpty()) {
            parts.add(new Part.Reasoning("", List.of()));
        }
        return withFirst(parts, about(item, Voice.ANSWER));
    }

    private static boolean isThought(Node node, @Nullable String type) {
        return node instanceof Node.Obj object
                && object.members().get("type") instanceof Node.Str(_, String own) && own.equals(type)
                && object.members().get("text") instanceof Node.Str;
    }

    /** Reads an element of a reasoning item; its type tells that there is one, also where the text is empty. */
    static Part.Reasoning thought(Node.Obj object, Place place) {
        Members members = new Members(object, place);
        String text = members.text("text").orElse("");
        return new Part.Reasoning(text, members.extras());
    }

    /** Reads a call. */
    static Part.ToolCall call(Node.Obj item, Place place) {
        Members members = new Members(item, place);
        members.drop("type");
        String id = members.textOrEmpty("call_id");
        String name = members.requiredText("name");
        Json arguments = members.take("arguments")
                .map(node -> node instanceof Node.Str string ? new Json(string.value()) : node.json())
                .orElse(new Json(""));
        return new Part.ToolCall(id, name, arguments, members.extras());
    }

    private static Part.ToolResult result(Node.Obj item, Place place) {
        Members members = new Members(item, place);
        members.drop("type");
        String id = members.requiredText("call_id");
        String name = members.peek("name").orElse(null) instanceof Node.Str string ? string.value() : "";
        List<Part> content = switch (members.take("output").orElse(null)) {
            case Node.Str text -> List.of(Part.Text.of(text.value()));
            case Node.Arr array -> {
                List<Part> parts = ContentParts.read(array, place.member("output"), Voice.USER);
                if (parts.isEmpty() || ContentWriter.isPlain(parts)) {
                    members.mark("output", "[]");
                }
                yield parts;
            }
            case null -> List.of();
            case Node other -> throw place.member("output").invalidType("a string or an array of objects",
                    other.kind());
        };
        return new Part.ToolResult(id, name, content, false, members.extras());
    }

    private static List<Part> withFirst(List<Part> parts, Extra extra) {
        List<Part> changed = new ArrayList<>(parts);
        List<Extra> extras = new ArrayList<>(parts.getFirst().extras());
        extras.add(extra);
        changed.set(0, parts.getFirst().withExtras(extras));
        return changed;
    }
}
