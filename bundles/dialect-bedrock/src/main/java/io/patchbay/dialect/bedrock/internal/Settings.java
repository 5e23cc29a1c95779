package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The members of {@code inferenceConfig}, and what a request may say that has no place in Converse. */
final class Settings {
    static final Setting<Double> TEMPERATURE =
            decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature);
    static final List<Setting<?>> INFERENCE = List.of(
            new Setting<>(List.of("maxTokens"), Settings::whole, value -> Optional.of(value.toString()),
                    request -> request.maxOutputTokens().isPresent()
                            ? Optional.of(request.maxOutputTokens().getAsInt())
                            : Optional.empty(),
                    ChatRequest.Builder::maxOutputTokens),
            TEMPERATURE,
            decimal("topP", ChatRequest::topP, ChatRequest.Builder::topP),
            new Setting<>(List.of("stopSequences"), Settings::texts, texts -> Optional.of(array(texts)),
                    request -> Optional.of(request.stopSequences()).filter(texts -> !texts.isEmpty()),
                    ChatRequest.Builder::stopSequences));

    private Settings() {}

    /** Names what a request says that cannot be said here. */
    static void drop(ChatRequest request, Set<String> dropped) {
        drop(request.topK().isPresent(), "top_k", dropped);
        drop(request.frequencyPenalty().isPresent(), "frequency_penalty", dropped);
        drop(request.presencePenalty().isPresent(), "presence_penalty", dropped);
        drop(request.seed().isPresent(), "seed", dropped);
        drop(request.candidates().orElse(1) > 1, "n", dropped);
        drop(!request.parallelToolCalls().orElse(true), "parallel_tool_calls", dropped);
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
