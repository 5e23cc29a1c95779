package io.patchbay.dialect.cohere.internal;

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

/** Reads the messages of a request, and the one in an answer. */
final class MessageReader {
    static final String CONTENT = "content";
    static final String TOOL_CALLS = "tool_calls";
    /** The member that holds what the model means to do with its tools: a thought, marked by an extra of this name. */
    static final String TOOL_PLAN = "tool_plan";

    static final String MARK = "\"\"";

    private MessageReader() {}

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
        List<Part> parts;
        if (role == Role.TOOL) {
            String callId = members.textOrEmpty("tool_call_id");
            parts = List.of(new Part.ToolResult(callId, "", content(members, false), false, List.of()));
        } else {
            parts = parts(members, false);
        }
        if (role == Role.OTHER) {
            members.mark("role", JsonWriter.quoted(word));
        }
        return new Message(role, parts, members.extras());
    }

    /** Everything that a message of any role but a tool's can say; only an assistant's says more than content. */
    static List<Part> parts(Members members, boolean answer) {
        List<Part> content = content(members, answer);
        String plan = members.textOrEmpty(TOOL_PLAN);
        Optional<Part> thought = plan.isEmpty() ? Optional.empty() : Optional.of(plan(plan));
        List<Part> parts = Citations.place(members, content, thought);
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

    /** A tool plan as a thought. */
    static Part.Reasoning plan(String text) {
        return new Part.Reasoning(text, List.of(CohereV2.extra(TOOL_PLAN, MARK)));
    }

    /**
     * Content is a string or an array; where the writer would choose the other form (an array in an answer, a string in a
     * request where it can be one), that is marked.
     */
    private static List<Part> content(Members members, boolean answer) {
        Optional<Node> content = members.take(CONTENT);
        if (content.isEmpty()) {
            return List.of();
        }
        return switch (content.get()) {
            case Node.Str string -> {
                if (answer) {
                    members.mark(CONTENT, MARK);
                }
                yield new ArrayList<>(List.of(Part.Text.of(string.value())));
            }
            case Node.Arr array -> {
                List<Part> parts = ContentBlocks.read(array, members.place().member(CONTENT));
                if (parts.isEmpty() || (!answer && ContentBlocks.isPlain(parts))) {
                    members.mark(CONTENT, "[]");
                }
                yield parts;
            }
            default -> throw members.place().member(CONTENT).invalidType("a string or an array of objects",
                    content.get().kind());
        };
    }
}
