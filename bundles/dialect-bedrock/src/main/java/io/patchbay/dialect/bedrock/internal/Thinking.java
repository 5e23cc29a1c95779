package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much a model should think, for which Converse has no word: Claude's {@code thinking} among the
 * {@code additionalModelRequestFields}, a budget of at least 1,024 tokens and less than the answer may have.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html">
 * Bedrock, extended thinking</a>.
 */
final class Thinking {
    private static final String NAME = "thinking";
    private static final String BUDGET = "budget_tokens";
    private static final int LEAST = 1024;
    private static final String DISABLED = "{\"type\":\"disabled\"}";

    private Thinking() {}

    /** The setting for a model. */
    static List<Setting<?>> of(String model, OptionalInt maxOutputTokens) {
        return List.of(new Setting<>(List.of(NAME), Thinking::read, wanted -> write(wanted, model, maxOutputTokens),
                ChatRequest::reasoning, ChatRequest.Builder::reasoning));
    }

    /** Whether a request from another dialect will make the model think. */
    static boolean enabled(ChatRequest request) {
        return request.reasoning().flatMap(wanted -> write(wanted, request.model(), request.maxOutputTokens()))
                .filter(json -> !json.equals(DISABLED)).isPresent();
    }

    private static Optional<ReasoningRequest> read(Node node, Place place) {
        if (!(node instanceof Node.Obj object) || !(object.members().get("type") instanceof Node.Str(_, String type))) {
            return Optional.empty();
        }
        return switch (type) {
            case "disabled" -> Optional.of(new ReasoningRequest("none", OptionalInt.empty()));
            case "enabled" -> {
                long budget = new Members(object, place).count(BUDGET);
                yield budget > 0 && budget <= Integer.MAX_VALUE
                        ? Optional.of(new ReasoningRequest("", OptionalInt.of((int) budget)))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> write(ReasoningRequest wanted, String model, OptionalInt maxOutputTokens) {
        if (!model.contains("claude")) {
            return Optional.empty();
        }
        int budget = wanted.budgetTokens().orElseGet(() -> switch (wanted.effort()) {
            case "none" -> 0;
            case "minimal", "low" -> 2048;
            case "medium" -> 8192;
            default -> 16_384;
        });
        if (budget <= 0) {
            return Optional.of(DISABLED);
        }
        int most = maxOutputTokens.orElse(Integer.MAX_VALUE) - 1;
        return most < LEAST
                ? Optional.empty()
                : Optional.of(new JsonWriter().object().member("type", "enabled")
                        .member(BUDGET, Math.clamp(budget, LEAST, most)).endObject().text());
    }
}
