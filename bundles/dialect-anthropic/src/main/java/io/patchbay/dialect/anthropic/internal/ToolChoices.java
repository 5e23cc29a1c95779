package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code tool_choice}, which also says whether several tools may be called in one turn. */
final class ToolChoices {
    static final String MEMBER = "tool_choice";
    private static final String ONE_ONLY = "disable_parallel_tool_use";

    private ToolChoices() {}

    /**
     * What a choice says.
     *
     * @param choice which tools may or must be called
     * @param parallel whether several may be
     */
    record Said(Optional<ToolChoice> choice, Optional<Boolean> parallel) {
        static final Said NOTHING = new Said(Optional.empty(), Optional.empty());

        /** What a request says. */
        static Said by(ChatRequest request) {
            return new Said(request.toolChoice(), request.parallelToolCalls());
        }
    }

    static Said read(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Said.NOTHING;
        }
        Members members = Members.of(node, place);
        ToolChoice choice = switch (members.requiredText("type")) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required(List.of());
            case "tool" -> new ToolChoice.Named(members.requiredText("name"));
            case "none" -> new ToolChoice.None();
            default -> new ToolChoice.Other(AnthropicMessages.NAME, node.json());
        };
        Optional<Boolean> parallel = members.peek(ONE_ONLY).orElse(null) instanceof Node.Bool bool
                ? Optional.of(!bool.value())
                : Optional.empty();
        return new Said(Optional.of(choice), parallel);
    }

    /** Whether a choice needs a tool to be called: Anthropic does not think then. */
    static boolean forces(Optional<ToolChoice> choice) {
        return choice.filter(each -> each instanceof ToolChoice.Required || each instanceof ToolChoice.Named)
                .isPresent();
    }

    /** Whether this dialect has a word for a choice. */
    static boolean sayable(ToolChoice choice) {
        return !(choice instanceof ToolChoice.Other other) || other.dialect().equals(AnthropicMessages.NAME);
    }

    /** The member for what is said; empty where it need not be there. */
    static Optional<String> write(Said said, boolean tools) {
        boolean oneOnly = said.parallel().filter(parallel -> !parallel).isPresent();
        ToolChoice choice = said.choice().filter(ToolChoices::sayable).orElse(new ToolChoice.Auto());
        if (choice instanceof ToolChoice.Other other) {
            return Optional.of(other.value().text());
        }
        boolean free = choice instanceof ToolChoice.Auto || choice instanceof ToolChoice.None;
        boolean silent = said.choice().filter(ToolChoices::sayable).isEmpty() && !oneOnly;
        if (silent || (free && !tools)) {
            return Optional.empty();
        }
        JsonWriter out = new JsonWriter().object();
        switch (choice) {
            case ToolChoice.None _ -> out.member("type", "none");
            case ToolChoice.Required(List<String> allowed) when allowed.size() == 1 ->
                    out.member("type", "tool").member("name", allowed.getFirst());
            case ToolChoice.Required _ -> out.member("type", "any");
            case ToolChoice.Named(String name) -> out.member("type", "tool").member("name", name);
            default -> out.member("type", "auto");
        }
        if (oneOnly && !(choice instanceof ToolChoice.None)) {
            out.rawMember(ONE_ONLY, "true");
        }
        return Optional.of(out.endObject().text());
    }

    /** Whether a tool may be called: Anthropic has no list of allowed tools, so the others are not told. */
    static boolean allows(Optional<ToolChoice> choice, Tool tool) {
        return !(choice.orElse(null) instanceof ToolChoice.Required(List<String> allowed)) || allowed.isEmpty()
                || (tool instanceof Tool.Function function && allowed.contains(function.name()));
    }
}
