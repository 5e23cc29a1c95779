package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.JsonWriter;
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
            SettingTypes.whole("max_tokens", ChatRequest::maxOutputTokens, ChatRequest.Builder::maxOutputTokens),
            SettingTypes.decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature),
            SettingTypes.decimal("p", ChatRequest::topP, ChatRequest.Builder::topP),
            SettingTypes.whole("k", ChatRequest::topK, ChatRequest.Builder::topK),
            SettingTypes.decimal("frequency_penalty", ChatRequest::frequencyPenalty,
                    ChatRequest.Builder::frequencyPenalty),
            SettingTypes.decimal("presence_penalty", ChatRequest::presencePenalty,
                    ChatRequest.Builder::presencePenalty),
            SettingTypes.wholeLong("seed", ChatRequest::seed, ChatRequest.Builder::seed),
            SettingTypes.texts("stop_sequences", ChatRequest::stopSequences, ChatRequest.Builder::stopSequences),
            SettingTypes.flag("logprobs", ChatRequest::logprobs, ChatRequest.Builder::logprobs),
            new Setting<>(List.of("thinking"), Settings::thinking, Settings::thinking, ChatRequest::reasoning,
                    ChatRequest.Builder::reasoning),
            // The model decides unless told otherwise: that needs no saying.
            new Setting<>(List.of("tool_choice"), ToolChoices::read, ToolChoices::write,
                    request -> request.toolChoice().filter(choice -> !(choice instanceof ToolChoice.Auto)),
                    ChatRequest.Builder::toolChoice),
            new Setting<>(List.of("response_format"), Settings::format, Settings::format, ChatRequest::responseFormat,
                    ChatRequest.Builder::responseFormat));

    private static final String DISABLED = "{\"type\":\"disabled\"}";
    private static final String ENABLED = "{\"type\":\"enabled\"}";
    private static final String JSON_OBJECT = "{\"type\":\"json_object\"}";
    private static final String SCHEMA = "json_schema";

    private Settings() {}

    private static Optional<ReasoningRequest> thinking(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Optional.empty();
        }
        Members members = Members.of(node, place);
        int budget = Math.clamp(members.count("token_budget"), 0, Integer.MAX_VALUE);
        return switch (members.text("type").orElse("")) {
            case "disabled" -> Optional.of(new ReasoningRequest("none", OptionalInt.of(0)));
            case "enabled" -> Optional.of(budget > 0
                    ? new ReasoningRequest("", OptionalInt.of(budget))
                    : new ReasoningRequest("high", OptionalInt.empty()));
            default -> Optional.empty();
        };
    }

    /** An effort has no place here: it becomes a budget, and a high one none, which is no limit. */
    private static Optional<String> thinking(ReasoningRequest wanted) {
        int budget = wanted.budgetTokens().orElse(switch (wanted.effort()) {
            case "none" -> 0;
            case "minimal" -> 1024;
            case "low" -> 2048;
            case "medium" -> 8192;
            default -> -1;
        });
        if (budget == 0) {
            return Optional.of(DISABLED);
        }
        return Optional.of(budget < 0
                ? ENABLED
                : new JsonWriter().object().member("type", "enabled").member("token_budget", budget).endObject()
                        .text());
    }

    private static Optional<ResponseFormat> format(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Optional.empty();
        }
        Members members = Members.of(node, place);
        return Optional.of(switch (members.requiredText("type")) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> members.peek(SCHEMA).orElse(null) instanceof Node.Obj schema
                    ? new ResponseFormat.JsonSchema("", new Json(schema.json().text()), false, List.of())
                    : new ResponseFormat.JsonObject();
            default -> new ResponseFormat.Other(CohereV2.NAME, node.json());
        });
    }

    private static Optional<String> format(ResponseFormat format) {
        return switch (format) {
            case ResponseFormat.Text _ -> Optional.of("{\"type\":\"text\"}");
            case ResponseFormat.JsonObject _ -> Optional.of(JSON_OBJECT);
            case ResponseFormat.JsonSchema schema -> Optional.of(new JsonWriter().object()
                    .member("type", "json_object").rawMember(SCHEMA, schema.schema().text()).endObject().text());
            case ResponseFormat.Other other ->
                    other.dialect().equals(CohereV2.NAME) ? Optional.of(other.value().text()) : Optional.empty();
        };
    }
}
