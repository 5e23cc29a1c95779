package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the messages of a request, and the one in an answer's choice. */
final class MessageReader {
    /** The names that OpenAI-like vendors have for what a model thought. */
    static final List<String> REASONING = List.of("reasoning_content", "reasoning");

    private MessageReader() {}

    static Message read(Node node, Place place) {
        Members members = Members.of(node, place);
        String word = members.requiredText("role");
        Role role = switch (word) {
            case "system" -> Role.SYSTEM;
            case "developer" -> Role.DEVELOPER;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default -> Role.OTHER;
        };
        List<Part> parts;
        if (role == Role.TOOL) {
            String callId = members.textOrEmpty("tool_call_id");
            String name = members.peek("name").orElse(null) instanceof Node.Str string ? string.value() : "";
            List<Part> content = content(members);
            if (!content.stream().allMatch(Part.Text.class::isInstance)) {
                // Only vendors take more than text from tools: what is marked came in this dialect.
                members.mark("content", "[]");
            }
            parts = List.of(new Part.ToolResult(callId, name, content, false, List.of()));
        } else {
            parts = parts(members);
        }
        if (role == Role.OTHER) {
            members.mark("role", JsonWriter.quoted(word));
        }
        return new Message(role, parts, members.extras());
    }

    /** Everything that a message of any role but a tool's can say; only an assistant's says more than content. */
    static List<Part> parts(Members members) {
        List<Part> parts = new ArrayList<>();
        reasoning(members).ifPresent(parts::add);
        parts.addAll(content(members));
        String refusal = members.textOrEmpty("refusal");
        if (!refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal, List.of()));
        }
        members.array("tool_calls").ifPresent(calls -> {
            if (calls.elements().isEmpty()) {
                members.mark("tool_calls", "[]");
            }
            int index = 0;
            for (Node call : calls.said()) {
                parts.add(toolCall(call, members.place().member("tool_calls").element(index++)));
            }
        });
        return parts;
    }

    private static Optional<Part> reasoning(Members members) {
        for (String name : REASONING) {
            if (members.peek(name).orElse(null) instanceof Node.Str string && !string.value().isEmpty()) {
                members.drop(name);
                return Optional.of(new Part.Reasoning(string.value(), List.of(OpenAiChat.extra(name, "\"\""))));
            }
        }
        return Optional.empty();
    }

    /** Content is a string or an array; where the writer would choose the other form, an empty array marks it. */
    private static List<Part> content(Members members) {
        Optional<Node> content = members.take("content");
        if (content.isEmpty()) {
            return List.of();
        }
        return switch (content.get()) {
            case Node.Str string -> List.of(Part.Text.of(string.value()));
            case Node.Arr array -> {
                List<Part> parts = ContentParts.read(array, members.place().member("content"));
                if (parts.isEmpty() || MessageWriter.isPlain(parts)) {
                    members.mark("content", "[]");
                }
                yield parts;
            }
            default -> throw members.place().member("content").invalidType("a string or an array of objects",
                    content.get().kind());
        };
    }

    private static Part toolCall(Node node, Place place) {
        Members members = Members.of(node, place);
        if (!(members.peek("function").orElse(null) instanceof Node.Obj)) {
            return new Part.Other(OpenAiChat.NAME, node.json(), List.of());
        }
        if (members.peek("type").orElse(null) instanceof Node.Str(_, String type) && type.equals("function")) {
            members.drop("type");
        }
        Members function = members.object("function").orElseThrow();
        String id = members.textOrEmpty("id");
        String name = function.requiredText("name");
        // A string by the protocol; some vendors send the object itself.
        Json arguments = function.take("arguments")
                .map(value -> value instanceof Node.Str string ? new Json(string.value()) : value.json())
                .orElse(new Json(""));
        List<Extra> extras = members.extras();
        extras.addAll(function.extra("function"));
        return new Part.ToolCall(id, name, arguments, extras);
    }
}
