package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds results of tools that answer no call: Anthropic refuses a conversation with one. */
final class Orphans {
    private Orphans() {}

    /**
     * Checks a conversation in which every call has an id.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST} for a result to which there is no call before it
     */
    static void check(List<Message> conversation) {
        Set<String> called = new HashSet<>();
        for (int i = 0; i < conversation.size(); i++) {
            for (Part part : conversation.get(i).parts()) {
                if (part instanceof Part.ToolCall call) {
                    called.add(call.id());
                } else if (part instanceof Part.ToolResult result && !called.contains(result.callId())) {
                    throw AnthropicMessages.REQUEST.member("messages").element(i).error("The result of the tool call '"
                            + result.callId() + "' answers no call in the messages before it.",
                            "orphaned_tool_result");
                }
            }
        }
    }
}
