package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.dialect.json.Efforts;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.SettingTypes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The members of a request that are neither model, messages nor tools, and have a field in the neutral request. */
final class Settings {
    static final List<Setting<?>> ALL = List.of(
            SettingTypes.whole("max_completion_tokens", ChatRequest::maxOutputTokens,
                    ChatRequest.Builder::maxOutputTokens).alsoNamed("max_tokens"),
            SettingTypes.decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature),
            SettingTypes.decimal("top_p", ChatRequest::topP, ChatRequest.Builder::topP),
            // OpenAI has no top_k and refuses it; vendors that have it are told only what was said in this dialect.
            SettingTypes.whole("top_k", ChatRequest::topK, ChatRequest.Builder::topK).unsaid(),
            SettingTypes.decimal("frequency_penalty", ChatRequest::frequencyPenalty,
                    ChatRequest.Builder::frequencyPenalty),
            SettingTypes.decimal("presence_penalty", ChatRequest::presencePenalty,
                    ChatRequest.Builder::presencePenalty),
            SettingTypes.wholeLong("seed", ChatRequest::seed, ChatRequest.Builder::seed),
            SettingTypes.whole("n", ChatRequest::candidates, ChatRequest.Builder::candidates),
            SettingTypes.texts("stop", ChatRequest::stopSequences, ChatRequest.Builder::stopSequences),
            SettingTypes.flag("parallel_tool_calls", ChatRequest::parallelToolCalls,
                    ChatRequest.Builder::parallelToolCalls),
            new Setting<>(List.of("reasoning_effort", "reasoning"), Settings::reasoning, Efforts::write,
                    ChatRequest::reasoning, ChatRequest.Builder::reasoning),
            new Setting<>(List.of("tool_choice"), ToolChoices::read, ToolChoices::write, ChatRequest::toolChoice,
                    ChatRequest.Builder::toolChoice),
            new Setting<>(List.of("response_format"), ResponseFormats::read, ResponseFormats::write,
                    ChatRequest::responseFormat, ChatRequest.Builder::responseFormat),
            SettingTypes.flag("logprobs", ChatRequest::logprobs, ChatRequest.Builder::logprobs),
            // OpenAI refuses a count without the wish.
            SettingTypes.whole("top_logprobs",
                    request -> request.logprobs().orElse(false) ? request.topLogprobs() : OptionalInt.empty(),
                    ChatRequest.Builder::topLogprobs),
            Speech.MODALITIES, Speech.VOICE);

    private Settings() {}

    /** OpenAI's {@code reasoning_effort} is a word, OpenRouter's {@code reasoning} an object with effort or budget. */
    private static Optional<ReasoningRequest> reasoning(Node node, Place place) {
        return switch (node) {
            case Node.Obj object -> {
                Members members = new Members(object, place);
                String effort = members.text("effort").orElse("");
                int budget = (int) Math.min(members.count("max_tokens"), Integer.MAX_VALUE);
                yield effort.isEmpty() && budget <= 0
                        ? Optional.empty()
                        : Optional.of(new ReasoningRequest(effort,
                                budget > 0 ? OptionalInt.of(budget) : OptionalInt.empty()));
            }
            default -> Efforts.read(node, place);
        };
    }
}
