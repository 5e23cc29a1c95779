package io.patchbay.dialect.json;

import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.List;

/** Pairs the tool calls of a conversation with their results by ids, which most dialects want and some have not. */
public final class CallIds {
    private final List<Part.ToolCall> unanswered = new ArrayList<>();
    private int calls;

    private CallIds() {}

    /**
     * A conversation in which every call has an id, and every result the id of a call: of the first that is not answered
     * yet and fits, where it has none itself. A result that fits no call is left as it is.
     */
    public static List<Message> complete(List<Message> conversation) {
        CallIds ids = new CallIds();
        return conversation.stream()
                .map(message -> message.withParts(message.parts().stream().map(ids::complete).toList())).toList();
    }

    private Part complete(Part part) {
        return switch (part) {
            case Part.ToolCall call -> call(call);
            case Part.ToolResult result -> result(result);
            default -> part;
        };
    }

    private Part.ToolCall call(Part.ToolCall call) {
        int number = calls++;
        Part.ToolCall named = call.id().isEmpty()
                ? new Part.ToolCall("patchbay_call_" + number, call.name(), call.arguments(), call.extras())
                : call;
        unanswered.add(named);
        return named;
    }

    private Part.ToolResult result(Part.ToolResult result) {
        String id = result.callId().isEmpty() ? firstUnanswered(result.name()) : result.callId();
        unanswered.removeIf(call -> call.id().equals(id));
        return new Part.ToolResult(id, result.name(), result.content(), result.error(), result.extras());
    }

    /** The first call of that tool, or of any tool for a result that does not say of which it is. */
    private String firstUnanswered(String tool) {
        return unanswered.stream().filter(call -> tool.isEmpty() || call.name().equals(tool)).map(Part.ToolCall::id)
                .findFirst().orElse("");
    }
}
