package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Gives ids to calls from a dialect that has none; a result without an id answers the first open call of its tool. */
final class CallIds {
    private final Map<String, Deque<String>> open = new HashMap<>();
    private int given;

    /** The id of a call. */
    String of(Part.ToolCall call) {
        if (!call.id().isEmpty()) {
            return call.id();
        }
        String id = "call_" + ++given;
        open.computeIfAbsent(call.name(), _ -> new ArrayDeque<>()).add(id);
        return id;
    }

    /** The id of the call that a result answers; empty where nobody called. */
    String of(Part.ToolResult result) {
        Deque<String> calls = open.get(result.name());
        if (!result.callId().isEmpty() || calls == null || calls.isEmpty()) {
            return result.callId();
        }
        return calls.remove();
    }
}
