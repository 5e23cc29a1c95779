package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.dialect.json.ClaudeVersion;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Logprobs;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.OpenAiModel;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.Spoken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The members of {@code inferenceConfig}, and what a request may say that has no place in Converse. */
final class Settings {
    private static final Setting<Double> TEMPERATURE =
            decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature);
    private static final Setting<Double> TOP_P = decimal("topP", ChatRequest::topP, ChatRequest.Builder::topP);
    static final List<Setting<?>> INFERENCE = List.of(
            new Setting<>(List.of("maxTokens"), Settings::whole, value -> Optional.of(value.toString()),
                    request -> request.maxOutputTokens().isPresent()
                            ? Optional.of(request.maxOutputTokens().getAsInt())
                            : Optional.empty(),
                    ChatRequest.Builder::maxOutputTokens),
            TEMPERATURE,
            TOP_P,
            new Setting<>(List.of("stopSequences"), Settings::texts, texts -> Optional.of(array(texts)),
                    request -> Optional.of(request.stopSequences()).filter(texts -> !texts.isEmpty()),
                    ChatRequest.Builder::stopSequences));

    private Settings() {}

    /** Removes what the model refuses, and names it. */
    static void refuse(ChatRequest request, List<Setting<?>> inference, Set<String> dropped) {
        ClaudeVersion claude = ClaudeVersion.of(request.model());
        Set<String> refused = OpenAiModel.refusals(request.model(), request.reasoning());
        boolean temperature = claude.refusesSampling() || refused.contains("temperature")
        // A model that thinks takes no temperature but 1.
                || (Thinking.enabled(request) && request.temperature().orElse(1) != 1);
        boolean topP = claude.refusesSampling() || refused.contains("top_p")
                || (claude.refusesTopPWithTemperature() && request.temperature().isPresent());
        if (temperature && request.temperature().isPresent()) {
            inference.remove(TEMPERATURE);
            dropped.add("temperature");
        }
        if (topP && request.topP().isPresent()) {
            inference.remove(TOP_P);
            dropped.add("top_p");
        }
    }

    /** Names what a request says that cannot be said here. */
    static void drop(ChatRequest request, Set<String> dropped) {
        drop(request.topK().isPresent(), "top_k", dropped);
        drop(request.frequencyPenalty().isPresent(), "frequency_penalty", dropped);
        drop(request.presencePenalty().isPresent(), "presence_penalty", dropped);
        drop(request.seed().isPresent(), "seed", dropped);
        drop(request.candidates().orElse(1) > 1, "n", dropped);
        drop(!request.parallelToolCalls().orElse(true), "parallel_tool_calls", dropped);
        Logprobs.drop(request, dropped);
        Spoken.drop(request, dropped);
    }

    private static void drop(boolean said, String name, Set<String> dropped) {
        if (said) {
            dropped.add(name);
        }
    }

    private static Setting<Double> decimal(String name, Function<ChatRequest, OptionalDouble> getter,
            BiConsumer<ChatRequest.Builder, Double> setter) {
        return new Setting<>(List.of(name), Settings::decimal, value -> Optional.of(Numbers.text(value)), request -> {
            OptionalDouble value = getter.apply(request);
            return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
        }, setter);
    }

    private static Optional<Double> decimal(Node node, Place place) {
        return switch (node) {
            case Node.Num number -> Optional.of(Double.valueOf(number.json().text()));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a number", node.kind());
        };
    }

    private static Optional<Integer> whole(Node node, Place place) {
        return switch (node) {
            case Node.Num number -> Optional.of(Numbers.whole(number)
                    .filter(value -> value == value.intValue())
                    .orElseThrow(() -> place.invalidType("an integer", "another number")).intValue());
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("an integer", node.kind());
        };
    }

    private static Optional<List<String>> texts(Node node, Place place) {
        return switch (node) {
            case Node.Arr array -> {
                List<String> texts = new ArrayList<>();
                for (Node element : array.elements()) {
                    if (!(element instanceof Node.Str string)) {
                        throw place.element(texts.size()).invalidType("a string", element.kind());
                    }
                    texts.add(string.value());
                }
                yield Optional.of(texts).filter(all -> !all.isEmpty()).map(List::copyOf);
            }
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("an array of strings", node.kind());
        };
    }

    private static String array(List<String> texts) {
        JsonWriter out = new JsonWriter().array();
        texts.forEach(out::string);
        return out.endArray().text();
    }
}
