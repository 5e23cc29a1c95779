package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.ClaudeVersion;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much a model should think, as Anthropic says it: {@code thinking}, and {@code output_config.effort}.
 *
 * @param thinking the member as JSON; empty where it need not be there
 * @param effort the word; empty where there is none
 * @param dropped whether thinking was wanted and cannot be had
 */
record Thinking(String thinking, String effort, boolean dropped) {
    /** The fewest tokens of a budget. */
    private static final int LEAST_BUDGET = 1024;
    private static final String NONE = "none";
    private static final Thinking SILENT = new Thinking("", "", false);
    private static final Thinking IMPOSSIBLE = new Thinking("", "", true);

    /** What the two members say; empty where they say nothing. */
    static Optional<ReasoningRequest> read(Optional<Node> thinking, Optional<Node> effort) {
        String word = effort.orElse(null) instanceof Node.Str(_, String text) ? text : "";
        String neutral = word.equals("max") ? "xhigh" : word;
        if (!(thinking.orElse(null) instanceof Node.Obj object)) {
            return neutral.isEmpty() ? Optional.empty() : effort(neutral);
        }
        return switch (object.members().get("type") instanceof Node.Str(_, String type) ? type : "") {
            case "enabled" -> {
                OptionalInt budget = budget(object);
                yield budget.isEmpty() && neutral.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ReasoningRequest(neutral, budget));
            }
            // Anthropic's own default.
            case "adaptive" -> effort(neutral.isEmpty() ? "high" : neutral);
            case "disabled" -> effort(NONE);
            default -> Optional.empty();
        };
    }

    private static Optional<ReasoningRequest> effort(String word) {
        return Optional.of(new ReasoningRequest(word, OptionalInt.empty()));
    }

    private static OptionalInt budget(Node.Obj thinking) {
        return thinking.members().get("budget_tokens") instanceof Node.Num number
                ? Numbers.whole(number).filter(value -> value > 0 && value <= Integer.MAX_VALUE)
                        .map(value -> OptionalInt.of(value.intValue())).orElse(OptionalInt.empty())
                : OptionalInt.empty();
    }

    /**
     * What is written for a wish.
     *
     * @param forced whether a tool must be called
     * @param maxTokens the limit of the answer, which a budget must stay below
     */
    static Thinking of(Optional<ReasoningRequest> wanted, ClaudeVersion version, boolean forced, OptionalInt maxTokens,
            List<Message> messages) {
        if (wanted.isEmpty()) {
            return SILENT;
        }
        String effort = word(wanted.get());
        if (effort.equals(NONE)) {
            return version.thinksUnasked() ? new Thinking("{\"type\":\"disabled\"}", "", false) : SILENT;
        }
        if (forced) {
            return IMPOSSIBLE;
        }
        if (version.thinksAdaptively()) {
            return new Thinking("{\"type\":\"adaptive\"}", adaptiveEffort(effort, version), false);
        }
        int budget = wanted.get().budgetTokens().orElseGet(() -> budget(effort));
        int most = maxTokens.orElse(Integer.MAX_VALUE) - 1;
        if (most < LEAST_BUDGET || isInUnsignedTurn(messages)) {
            return IMPOSSIBLE;
        }
        int bounded = Math.min(Math.max(budget, LEAST_BUDGET), most);
        return new Thinking(new JsonWriter().object().member("type", "enabled").member("budget_tokens", bounded)
                .endObject().text(), "", false);
    }

    /** Whether it will think. */
    boolean on() {
        return thinking.contains("enabled") || thinking.contains("adaptive");
    }

    /** The effort that is wished for; a budget becomes the nearest. */
    private static String word(ReasoningRequest wanted) {
        if (!wanted.effort().isEmpty()) {
            return wanted.effort();
        }
        int budget = wanted.budgetTokens().orElse(0);
        return budget <= 0 ? NONE : budget <= 2048 ? "low" : budget <= 8192 ? "medium" : "high";
    }

    private static String adaptiveEffort(String word, ClaudeVersion version) {
        return switch (word) {
            case "minimal" -> "low";
            case "xhigh" -> version.knowsExtraHigh() ? "xhigh" : "high";
            case "low", "medium", "high", "max" -> word;
            default -> "";
        };
    }

    private static int budget(String effort) {
        return switch (effort) {
            case "minimal" -> LEAST_BUDGET;
            case "low" -> 2048;
            case "high" -> 16_384;
            case "xhigh", "max" -> 31_999;
            default -> 8192;
        };
    }

    /**
     * Whether the model is in the middle of a turn with tools whose thoughts are lost: with a budget, Anthropic wants
     * them back, signed.
     */
    private static boolean isInUnsignedTurn(List<Message> messages) {
        for (Message message : messages.reversed()) {
            boolean results = message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
            if (message.role() == Role.ASSISTANT) {
                return message.parts().stream().anyMatch(Part.ToolCall.class::isInstance)
                        && message.parts().stream().noneMatch(Thinking::isSigned);
            }
            if (!results) {
                return false;
            }
        }
        return false;
    }

    private static boolean isSigned(Part part) {
        Extras extras = AnthropicMessages.extras(part.extras());
        return part instanceof Part.Reasoning && (extras.has("signature") || extras.has("data"));
    }
}
