package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The members of a request that are neither model, input nor tools, and have a field in the neutral request. */
final class Settings {
    /** The members of the request itself. */
    static final List<Setting<?>> PLAIN = List.of(
            whole("max_output_tokens", ChatRequest::maxOutputTokens, ChatRequest.Builder::maxOutputTokens,
                    Settings::text),
            decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature, Settings::number),
            decimal("top_p", ChatRequest::topP, ChatRequest.Builder::topP, Settings::number),
            new Setting<>(List.of("parallel_tool_calls"), Settings::bool, value -> Optional.of(value.toString()),
                    ChatRequest::parallelToolCalls, ChatRequest.Builder::parallelToolCalls),
            new Setting<>(List.of("tool_choice"), ToolChoices::read, ToolChoices::write, ChatRequest::toolChoice,
                    ChatRequest.Builder::toolChoice),
            // OpenAI refuses these; vendors that have them are told only what was said in this dialect.
            whole("top_k", ChatRequest::topK, ChatRequest.Builder::topK, Settings::never),
            whole("n", ChatRequest::candidates, ChatRequest.Builder::candidates, Settings::never),
            decimal("frequency_penalty", ChatRequest::frequencyPenalty, ChatRequest.Builder::frequencyPenalty,
                    Settings::never),
            decimal("presence_penalty", ChatRequest::presencePenalty, ChatRequest.Builder::presencePenalty,
                    Settings::never),
            new Setting<>(List.of("seed"), Settings::whole, Settings::never,
                    request -> request.seed().isPresent() ? Optional.of(request.seed().getAsLong()) : Optional.empty(),
                    ChatRequest.Builder::seed),
            new Setting<>(List.of("stop"), Settings::stop, Settings::never,
                    request -> Optional.of(request.stopSequences()).filter(texts -> !texts.isEmpty()),
                    ChatRequest.Builder::stopSequences));

    /** The members of objects in the request, by the objects' names. */
    static final Map<String, Setting<?>> NESTED = Map.of(
            "reasoning", new Setting<>(List.of("effort"), Settings::effort, Settings::effort, ChatRequest::reasoning,
                    ChatRequest.Builder::reasoning),
            "text", new Setting<>(List.of("format"), ResponseFormats::read, ResponseFormats::write,
                    ChatRequest::responseFormat, ChatRequest.Builder::responseFormat));

    private Settings() {}

    private static Setting<Double> decimal(String name, Function<ChatRequest, OptionalDouble> getter,
            BiConsumer<ChatRequest.Builder, Double> setter, Function<Number, Optional<String>> writer) {
        return new Setting<>(List.of(name), Settings::decimal, writer::apply, request -> {
            OptionalDouble value = getter.apply(request);
            return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
        }, setter);
    }

    private static Setting<Integer> whole(String name, Function<ChatRequest, OptionalInt> getter,
            BiConsumer<ChatRequest.Builder, Integer> setter, Function<Number, Optional<String>> writer) {
        BiFunction<Node, Place, Optional<Integer>> reader = (node, place) -> whole(node, place).map(value -> {
            if (value != value.intValue()) {
                throw place.error("Invalid '" + place.path() + "': the number is too large.",
                        "integer_above_max_value");
            }
            return value.intValue();
        });
        return new Setting<>(List.of(name), reader, writer::apply, request -> {
            OptionalInt value = getter.apply(request);
            return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
        }, setter);
    }

    private static Optional<Double> decimal(Node node, Place place) {
        return switch (node) {
            case Node.Num number -> Optional.of(Double.valueOf(number.json().text()));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a number", node.kind());
        };
    }

    private static Optional<Long> whole(Node node, Place place) {
        return switch (node) {
            case Node.Num number -> Optional.of(Numbers.whole(number)
                    .orElseThrow(() -> place.invalidType("an integer", "a decimal number")));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("an integer", node.kind());
        };
    }

    private static Optional<Boolean> bool(Node node, Place place) {
        return switch (node) {
            case Node.Bool bool -> Optional.of(bool.value());
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a boolean", node.kind());
        };
    }

    private static Optional<List<String>> stop(Node node, Place place) {
        return switch (node) {
            case Node.Str string -> Optional.of(List.of(string.value()));
            case Node.Arr array -> Optional.of(texts(array, place)).filter(texts -> !texts.isEmpty());
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a string or an array of strings", node.kind());
        };
    }

    private static List<String> texts(Node.Arr array, Place place) {
        List<String> texts = new ArrayList<>();
        for (Node element : array.elements()) {
            if (!(element instanceof Node.Str string)) {
                throw place.element(texts.size()).invalidType("a string", element.kind());
            }
            texts.add(string.value());
        }
        return texts;
    }

    private static Optional<ReasoningRequest> effort(Node node, Place place) {
        return switch (node) {
            case Node.Str word -> Optional.of(new ReasoningRequest(word.value(), OptionalInt.empty()));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a string", node.kind());
        };
    }

    /** A budget has no place here: it becomes the effort that is nearest. */
    private static Optional<String> effort(ReasoningRequest wanted) {
        if (!wanted.effort().isEmpty() || wanted.budgetTokens().isEmpty()) {
            return Optional.of(wanted.effort()).filter(word -> !word.isEmpty()).map(JsonWriter::quoted);
        }
        int budget = wanted.budgetTokens().getAsInt();
        String word = budget == 0 ? "none" : budget <= 2048 ? "low" : budget <= 8192 ? "medium" : "high";
        return Optional.of(JsonWriter.quoted(word));
    }

    private static Optional<String> text(Number value) {
        return Optional.of(value.toString());
    }

    private static Optional<String> number(Number value) {
        return Optional.of(Numbers.text(value.doubleValue()));
    }

    private static Optional<String> never(Object value) {
        return Optional.empty();
    }
}
