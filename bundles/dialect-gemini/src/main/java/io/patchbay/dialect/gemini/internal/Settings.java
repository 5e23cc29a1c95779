package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.SettingTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The members of {@code generationConfig} and {@code toolConfig} that have a field in the neutral request. */
final class Settings {
    static final List<Setting<?>> GENERATION = List.of(
            SettingTypes.whole("maxOutputTokens", ChatRequest::maxOutputTokens, ChatRequest.Builder::maxOutputTokens),
            SettingTypes.decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature),
            SettingTypes.decimal("topP", ChatRequest::topP, ChatRequest.Builder::topP),
            SettingTypes.whole("topK", ChatRequest::topK, ChatRequest.Builder::topK),
            SettingTypes.decimal("frequencyPenalty", ChatRequest::frequencyPenalty,
                    ChatRequest.Builder::frequencyPenalty),
            SettingTypes.decimal("presencePenalty", ChatRequest::presencePenalty,
                    ChatRequest.Builder::presencePenalty),
            SettingTypes.wholeLong("seed", ChatRequest::seed, ChatRequest.Builder::seed),
            SettingTypes.whole("candidateCount", ChatRequest::candidates, ChatRequest.Builder::candidates),
            SettingTypes.texts("stopSequences", ChatRequest::stopSequences, ChatRequest.Builder::stopSequences),
            SettingTypes.flag("responseLogprobs", ChatRequest::logprobs, ChatRequest.Builder::logprobs),
            // Gemini refuses a count without the wish.
            SettingTypes.whole("logprobs",
                    request -> request.logprobs().orElse(false) ? request.topLogprobs() : OptionalInt.empty(),
                    ChatRequest.Builder::topLogprobs),
            Speech.MODALITIES, Speech.VOICE,
            new Setting<>(List.of("thinkingConfig"), Settings::thinking, Settings::thinking, ChatRequest::reasoning,
                    ChatRequest.Builder::reasoning));

    static final List<Setting<?>> TOOL = List.of(
            new Setting<>(List.of("functionCallingConfig"), Settings::choice, Settings::choice,
                    ChatRequest::toolChoice, ChatRequest.Builder::toolChoice));

    private static final String BUDGET = "thinkingBudget";
    private static final String LEVEL = "thinkingLevel";
    /** The smallest and the largest budget that every model takes that thinks at all. */
    private static final int LEAST = 512;
    private static final int MOST = 24_576;

    private Settings() {}

    /** A budget of -1 leaves it to the model, which is what nothing says in the neutral request. */
    private static Optional<ReasoningRequest> thinking(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Optional.empty();
        }
        Members config = Camel.members(node, place);
        String level = config.text(LEVEL).orElse("").toLowerCase(Locale.ROOT);
        Optional<Long> budget = config.peek(BUDGET).orElse(null) instanceof Node.Num number
                ? Numbers.whole(number).filter(tokens -> tokens >= 0 && tokens <= Integer.MAX_VALUE)
                : Optional.empty();
        if (level.isEmpty() && budget.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt tokens = budget.isPresent() ? OptionalInt.of(budget.get().intValue()) : OptionalInt.empty();
        return Optional.of(new ReasoningRequest(level, tokens));
    }

    /** An effort becomes a budget: Gemini 2.5 knows no levels, and later models take budgets, too. */
    private static Optional<String> thinking(ReasoningRequest wanted) {
        return budget(wanted).map(tokens -> {
            JsonWriter out = new JsonWriter().object().member(BUDGET, tokens);
            if (tokens > 0) {
                out.rawMember("includeThoughts", "true");
            }
            return out.endObject().text();
        });
    }

    private static Optional<Integer> budget(ReasoningRequest wanted) {
        if (wanted.budgetTokens().isPresent()) {
            int tokens = wanted.budgetTokens().getAsInt();
            return Optional.of(tokens <= 0 ? 0 : Math.clamp(tokens, LEAST, MOST));
        }
        return switch (wanted.effort()) {
            case "none" -> Optional.of(0);
            case "minimal" -> Optional.of(LEAST);
            case "low" -> Optional.of(1024);
            case "medium" -> Optional.of(8192);
            case "high", "xhigh", "max" -> Optional.of(MOST);
            default -> Optional.empty();
        };
    }

    private static Optional<ToolChoice> choice(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Optional.empty();
        }
        Members config = Camel.members(node, place);
        String mode = config.text("mode").orElse("").toUpperCase(Locale.ROOT);
        List<String> allowed = new ArrayList<>();
        for (Node name : config.array("allowedFunctionNames").map(Node.Arr::elements).orElse(List.of())) {
            if (!(name instanceof Node.Str text)) {
                throw place.member("allowedFunctionNames").invalidType("an array of strings", name.kind());
            }
            allowed.add(text.value());
        }
        return switch (mode) {
            case "" -> Optional.empty();
            case "AUTO" -> Optional.of(new ToolChoice.Auto());
            case "NONE" -> Optional.of(new ToolChoice.None());
            case "ANY" -> Optional.of(allowed.size() == 1
                    ? new ToolChoice.Named(allowed.getFirst())
                    : new ToolChoice.Required(allowed));
            default -> Optional.of(new ToolChoice.Other(Gemini.NAME, node.json()));
        };
    }

    private static Optional<String> choice(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto _ -> Optional.of(mode("AUTO", List.of()));
            case ToolChoice.None _ -> Optional.of(mode("NONE", List.of()));
            case ToolChoice.Required(List<String> allowed) -> Optional.of(mode("ANY", allowed));
            case ToolChoice.Named(String name) -> Optional.of(mode("ANY", List.of(name)));
            case ToolChoice.Other other ->
                    other.dialect().equals(Gemini.NAME) ? Optional.of(other.value().text()) : Optional.empty();
        };
    }

    private static String mode(String mode, List<String> allowed) {
        JsonWriter out = new JsonWriter().object().member("mode", mode);
        if (!allowed.isEmpty()) {
            out.name("allowedFunctionNames").array();
            allowed.forEach(out::string);
            out.endArray();
        }
        return out.endObject().text();
    }
}
