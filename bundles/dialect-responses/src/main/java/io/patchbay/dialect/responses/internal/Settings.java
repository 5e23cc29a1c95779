package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.dialect.json.Efforts;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.SettingTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a request that are neither model, input nor tools, and have a field in the neutral request. */
final class Settings {
    private static final String LOGPROBS = "message.output_text.logprobs";

    /** The members of the request itself. */
    static final List<Setting<?>> PLAIN = List.of(
            SettingTypes.whole("max_output_tokens", ChatRequest::maxOutputTokens,
                    ChatRequest.Builder::maxOutputTokens),
            SettingTypes.decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature),
            SettingTypes.decimal("top_p", ChatRequest::topP, ChatRequest.Builder::topP),
            SettingTypes.flag("parallel_tool_calls", ChatRequest::parallelToolCalls,
                    ChatRequest.Builder::parallelToolCalls),
            new Setting<>(List.of("tool_choice"), ToolChoices::read, ToolChoices::write, ChatRequest::toolChoice,
                    ChatRequest.Builder::toolChoice),
            new Setting<>(List.of("include"), Settings::logprobs, _ -> Optional.of("[\"" + LOGPROBS + "\"]"),
                    request -> request.logprobs().filter(wanted -> wanted), ChatRequest.Builder::logprobs),
            SettingTypes.whole("top_logprobs", ChatRequest::topLogprobs, ChatRequest.Builder::topLogprobs),
            // OpenAI refuses these; vendors that have them are told only what was said in this dialect.
            SettingTypes.whole("top_k", ChatRequest::topK, ChatRequest.Builder::topK).unsaid(),
            SettingTypes.whole("n", ChatRequest::candidates, ChatRequest.Builder::candidates).unsaid(),
            SettingTypes.decimal("frequency_penalty", ChatRequest::frequencyPenalty,
                    ChatRequest.Builder::frequencyPenalty).unsaid(),
            SettingTypes.decimal("presence_penalty", ChatRequest::presencePenalty,
                    ChatRequest.Builder::presencePenalty).unsaid(),
            SettingTypes.wholeLong("seed", ChatRequest::seed, ChatRequest.Builder::seed).unsaid(),
            SettingTypes.texts("stop", ChatRequest::stopSequences, ChatRequest.Builder::stopSequences).unsaid());

    /** The members of objects in the request, by the objects' names. */
    static final Map<String, Setting<?>> NESTED = Map.of(
            "reasoning", new Setting<>(List.of("effort"), Efforts::read, Efforts::write, ChatRequest::reasoning,
                    ChatRequest.Builder::reasoning),
            "text", new Setting<>(List.of("format"), ResponseFormats::read, ResponseFormats::write,
                    ChatRequest::responseFormat, ChatRequest.Builder::responseFormat));

    private Settings() {}

    private static Optional<Boolean> logprobs(Node node, Place place) {
        return node instanceof Node.Arr array && array.elements().stream()
                .anyMatch(element -> element instanceof Node.Str(_, String name) && name.equals(LOGPROBS))
                        ? Optional.of(true)
                        : Optional.empty();
    }
}
