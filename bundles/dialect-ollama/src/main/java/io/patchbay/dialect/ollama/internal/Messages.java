package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;

/** Reads the messages of a request. */
final class Messages {
    static final String CONTENT = "content";
    static final String THINKING = "thinking";
    static final String IMAGES = "images";
    static final String TOOL_CALLS = "tool_calls";
    static final String TOOL_NAME = "tool_name";
    static final String TOOL_CALL_ID = "tool_call_id";

    private Messages() {}

    static Message read(Node node, Place place) {
        Members members = Members.of(node, place);
        String word = members.requiredText("role");
        Role role = switch (word) {
            case "system" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default -> Role.OTHER;
        };
        List<Part> parts = parts(members);
        if (role == Role.TOOL) {
            String callId = members.textOrEmpty(TOOL_CALL_ID);
            parts = List.of(
                    new Part.ToolResult(callId, members.textOrEmpty(TOOL_NAME), parts, false, List.of()));
        }
        if (role == Role.OTHER) {
            members.mark("role", JsonWriter.quoted(word));
        }
        return new Message(role, parts, members.extras());
    }

    /** What a message says; a text that is empty is left, and says nothing. */
    private static List<Part> parts(Members members) {
        List<Part> parts = new ArrayList<>();
        String thought = members.textOrEmpty(THINKING);
        if (!thought.isEmpty()) {
            parts.add(new Part.Reasoning(thought, List.of()));
        }
        String text = members.textOrEmpty(CONTENT);
        if (!text.isEmpty()) {
            parts.add(Part.Text.of(text));
        }
        images(members, parts);
        members.array(TOOL_CALLS).ifPresent(calls -> {
            if (calls.elements().isEmpty()) {
                members.mark(TOOL_CALLS, "[]");
            }
            int index = 0;
            for (Node call : calls.said()) {
                parts.add(ToolCalls.read(call, members.place().member(TOOL_CALLS).element(index++)));
            }
        });
        return parts;
    }

    /** Takes the pictures, if they are what they should be. */
    private static void images(Members members, List<Part> parts) {
        if (members.peek(IMAGES).orElse(null) instanceof Node.Arr array && !array.elements().isEmpty()
                && array.elements().stream().allMatch(Node.Str.class::isInstance)) {
            members.drop(IMAGES);
            for (Node element : array.elements()) {
                String base64 = ((Node.Str) element).value();
                parts.add(new Part.Image(new Media(mediaType(base64), new Media.Inline(base64)), List.of()));
            }
        }
    }

    /** Ollama does not say what a picture is: its first bytes do. */
    private static String mediaType(String base64) {
        if (base64.startsWith("iVBORw0KGgo")) {
            return "image/png";
        }
        if (base64.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (base64.startsWith("R0lGOD")) {
            return "image/gif";
        }
        return base64.startsWith("UklGR") ? "image/webp" : "";
    }
}
