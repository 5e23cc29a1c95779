package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Pairs the tool calls of a conversation with their results: Anthropic wants an id in both, other dialects have none.
 */
final class CallIds {
    private final Set<String> known = new HashSet<>();
    private final List<Part.ToolCall> unanswered = new ArrayList<>();

    private CallIds() {}

    /**
     * A conversation in which every call and every result has an id.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST} for a result to which there is no call before it
     */
    static List<Message> complete(List<Message> conversation) {
        CallIds ids = new CallIds();
        List<Message> complete = new ArrayList<>(conversation.size());
        for (Message message : conversation) {
            List<Part> parts = new ArrayList<>(message.parts().size());
            for (Part part : message.parts()) {
                parts.add(switch (part) {
                    case Part.ToolCall call -> ids.call(call);
                    case Part.ToolResult result -> ids.result(result, complete.size());
                    default -> part;
                });
            }
            complete.add(message.withParts(parts));
        }
        return complete;
    }

    private Part.ToolCall call(Part.ToolCall call) {
        String id = call.id().isEmpty() ? "patchbay_call_" + known.size() : call.id();
        Part.ToolCall named = new Part.ToolCall(id, call.name(), call.arguments(), call.extras());
        known.add(id);
        unanswered.add(named);
        return named;
    }

    private Part.ToolResult result(Part.ToolResult result, int message) {
        String id = result.callId().isEmpty() ? firstUnanswered(result.name()) : result.callId();
        if (!known.contains(id)) {
            throw AnthropicMessages.REQUEST.member("messages").element(message).error("The result of the tool call '"
                    + id + "' answers no call in the messages before it.", "orphaned_tool_result");
        }
        unanswered.removeIf(call -> call.id().equals(id));
        return new Part.ToolResult(id, result.name(), result.content(), result.error(), result.extras());
    }

    /** The first call of that tool, or of any tool for a result that does not say of which it is. */
    private String firstUnanswered(String tool) {
        for (Iterator<Part.ToolCall> calls = unanswered.iterator(); calls.hasNext();) {
            Part.ToolCall call = calls.next();
            if (tool.isEmpty() || call.name().equals(tool)) {
                return call.id();
            }
        }
        return "";
    }
}
