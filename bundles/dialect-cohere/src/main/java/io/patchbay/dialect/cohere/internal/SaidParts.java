package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a message, by the member of this dialect's message that says them.
 *
 * @param content the blocks of its content
 * @param plan its tool plan
 * @param calls its calls of tools
 * @param citations its citations
 */
record SaidParts(List<Part> content, Optional<String> plan, List<Part> calls, List<Part.Citation> citations) {

    static SaidParts of(List<Part> parts) {
        List<Part> content = new ArrayList<>();
        List<Part> calls = new ArrayList<>();
        List<Part.Citation> citations = new ArrayList<>();
        StringBuilder plan = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Reasoning thought when isPlan(thought) -> plan.append(thought.text());
                case Part.ToolCall call -> calls.add(call);
                case Part.Other other when ToolCalls.isCall(other) -> calls.add(other);
                case Part.Citation citation -> citations.add(citation);
                default -> content.add(part);
            }
        }
        return new SaidParts(content, plan.isEmpty() ? Optional.empty() : Optional.of(plan.toString()), calls,
                citations);
    }

    /**
     * Writes plan and calls as members of the message that is open.
     *
     * @param cut whether the model was cut off, so that a call without arguments may be no whole one
     */
    void writePlanAndCalls(Extras extras, CallIds ids, boolean cut, JsonWriter out) {
        plan.ifPresent(text -> {
            extras.take(MessageReader.TOOL_PLAN);
            out.member(MessageReader.TOOL_PLAN, text);
        });
        if (!calls.isEmpty()) {
            extras.take(MessageReader.TOOL_CALLS);
            out.name(MessageReader.TOOL_CALLS).array();
            calls.forEach(call -> ToolCalls.write(call, call instanceof Part.ToolCall own ? ids.of(own) : "", cut,
                    out));
            out.endArray();
        }
    }

    /** Whether a thought was a tool plan. */
    static boolean isPlan(Part.Reasoning thought) {
        return CohereV2.extras(thought.extras()).is(MessageReader.TOOL_PLAN, MessageReader.MARK);
    }
}
