package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.SettingTypes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The members of a request that have a field in the neutral request: some of them stand among the {@code options}. */
final class Settings {
    private static final String OPTIONS = "options";
    private static final List<Setting<?>> OF_OPTIONS = List.of(
            positive(SettingTypes.whole("num_predict", ChatRequest::maxOutputTokens,
                    ChatRequest.Builder::maxOutputTokens)),
            SettingTypes.decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature),
            SettingTypes.decimal("top_p", ChatRequest::topP, ChatRequest.Builder::topP),
            SettingTypes.whole("top_k", ChatRequest::topK, ChatRequest.Builder::topK),
            SettingTypes.decimal("frequency_penalty", ChatRequest::frequencyPenalty,
                    ChatRequest.Builder::frequencyPenalty),
            SettingTypes.decimal("presence_penalty", ChatRequest::presencePenalty,
                    ChatRequest.Builder::presencePenalty),
            SettingTypes.wholeLong("seed", ChatRequest::seed, ChatRequest.Builder::seed),
            SettingTypes.texts("stop", ChatRequest::stopSequences, ChatRequest.Builder::stopSequences));
    private static final List<Setting<?>> OF_ROOT = List.of(
            new Setting<>(List.of("think"), Settings::think, Settings::think, ChatRequest::reasoning,
                    ChatRequest.Builder::reasoning),
            // Plain text needs no saying.
            new Setting<>(List.of("format"), Settings::format, Settings::format,
                    request -> request.responseFormat().filter(format -> !(format instanceof ResponseFormat.Text)),
                    ChatRequest.Builder::responseFormat),
            SettingTypes.flag(LineReader.LOGPROBS, ChatRequest::logprobs, ChatRequest.Builder::logprobs),
            SettingTypes.whole("top_logprobs", ChatRequest::topLogprobs, ChatRequest.Builder::topLogprobs));

    private Settings() {}

    /** Takes all settings; that there were options is left, with those that have no field. */
    static void read(Members members, ChatRequest.Builder request) {
        OF_ROOT.forEach(setting -> setting.read(members, request));
        members.object(OPTIONS).ifPresent(options -> {
            OF_OPTIONS.forEach(setting -> setting.read(options, request));
            members.mark(OPTIONS, options.json());
        });
    }

    /** Writes all settings; what cannot be said is added to what is dropped. */
    static void write(ChatRequest request, Extras extras, JsonWriter out, Set<String> dropped) {
        Setting.writeAll(OF_ROOT, request, Set.of(), extras, out, dropped);
        boolean came = extras.has(OPTIONS) && !extras.is(OPTIONS, "null");
        Extras left = extras.nested(OPTIONS);
        JsonWriter options = new JsonWriter().object();
        Setting.writeAll(OF_OPTIONS, request, Set.of(), left, options, dropped);
        left.write(options);
        String json = options.endObject().text();
        if (came || !json.equals("{}")) {
            extras.take(OPTIONS);
            out.rawMember(OPTIONS, json);
        }
    }

    /** A limit that is not positive is none. */
    private static Setting<Integer> positive(Setting<Integer> limit) {
        return new Setting<>(limit.names(), (node, place) -> limit.reader().apply(node, place).filter(n -> n > 0),
                limit.writer(), limit.getter(), limit.setter());
    }

    private static Optional<ReasoningRequest> think(Node node, Place place) {
        return switch (node) {
            case Node.Bool(_, boolean wanted) -> Optional.of(wanted
                    ? new ReasoningRequest("medium", OptionalInt.empty())
                    : new ReasoningRequest("none", OptionalInt.of(0)));
            case Node.Str word when !word.value().isEmpty() ->
                    Optional.of(new ReasoningRequest(word.value(), OptionalInt.empty()));
            case Node.Str _,Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a boolean or a string", node.kind());
        };
    }

    /** Only some models know levels, so the middle one, which is the default, is not named. */
    private static Optional<String> think(ReasoningRequest wanted) {
        if (wanted.effort().equals("none") || wanted.budgetTokens().orElse(-1) == 0) {
            return Optional.of("false");
        }
        return Optional.of(switch (wanted.effort()) {
            case "minimal", "low" -> "\"low\"";
            case "high", "xhigh", "max" -> "\"high\"";
            default -> "true";
        });
    }

    private static Optional<ResponseFormat> format(Node node, Place place) {
        return switch (node) {
            case Node.Str word when word.value().equals("json") -> Optional.of(new ResponseFormat.JsonObject());
            case Node.Str word when word.value().isEmpty() -> Optional.empty();
            case Node.Null _ -> Optional.empty();
            case Node.Obj schema ->
                    Optional.of(new ResponseFormat.JsonSchema("", schema.json(), false, List.of()));
            default -> Optional.of(new ResponseFormat.Other(Ollama.NAME, node.json()));
        };
    }

    private static Optional<String> format(ResponseFormat format) {
        return switch (format) {
            case ResponseFormat.JsonObject _ -> Optional.of("\"json\"");
            case ResponseFormat.JsonSchema schema -> Optional.of(schema.schema().text());
            case ResponseFormat.Other other when other.dialect().equals(Ollama.NAME) ->
                    Optional.of(other.value().text());
            default -> Optional.empty();
        };
    }
}
