package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The members of a request that are neither model, messages nor tools, and have a field in the neutral request. */
final class Settings {
    static final List<Setting<?>> ALL = List.of(
            whole(List.of("max_completion_tokens", "max_tokens"), ChatRequest::maxOutputTokens,
                    ChatRequest.Builder::maxOutputTokens, Settings::text),
            decimal("temperature", ChatRequest::temperature, ChatRequest.Builder::temperature),
            decimal("top_p", ChatRequest::topP, ChatRequest.Builder::topP),
            // OpenAI has no top_k and refuses it; vendors that have it are told only what was said in this dialect.
            whole(List.of("top_k"), ChatRequest::topK, ChatRequest.Builder::topK, _ -> Optional.empty()),
            decimal("frequency_penalty", ChatRequest::frequencyPenalty, ChatRequest.Builder::frequencyPenalty),
            decimal("presence_penalty", ChatRequest::presencePenalty, ChatRequest.Builder::presencePenalty),
            new Setting<>(List.of("seed"), Settings::whole, Settings::text,
                    request -> request.seed().isPresent() ? Optional.of(request.seed().getAsLong()) : Optional.empty(),
                    ChatRequest.Builder::seed),
            whole(List.of("n"), ChatRequest::candidates, ChatRequest.Builder::candidates, Settings::text),
            new Setting<>(List.of("stop"), Settings::stop, texts -> Optional.of(array(texts)),
                    request -> Optional.of(request.stopSequences()).filter(texts -> !texts.isEmpty()),
                    ChatRequest.Builder::stopSequences),
            new Setting<>(List.of("parallel_tool_calls"), Settings::bool, value -> Optional.of(value.toString()),
                    ChatRequest::parallelToolCalls, ChatRequest.Builder::parallelToolCalls),
            new Setting<>(List.of("reasoning_effort", "reasoning"), Settings::reasoning, Settings::effort,
                    ChatRequest::reasoning, ChatRequest.Builder::reasoning),
            new Setting<>(List.of("tool_choice"), ToolChoices::read, ToolChoices::write, ChatRequest::toolChoice,
                    ChatRequest.Builder::toolChoice),
            new Setting<>(List.of("response_format"), ResponseFormats::read, ResponseFormats::write,
                    ChatRequest::responseFormat, ChatRequest.Builder::responseFormat));

    private Settings() {}

    private static Setting<Double> decimal(String name, Function<ChatRequest, OptionalDouble> getter,
            BiConsumer<ChatRequest.Builder, Double> setter) {
        return new Setting<>(List.of(name), Settings::decimal, value -> Optional.of(Numbers.text(value)),
                request -> boxed(getter.apply(request)), setter);
    }

    private static Setting<Integer> whole(List<String> names, Function<ChatRequest, OptionalInt> getter,
            BiConsumer<ChatRequest.Builder, Integer> setter, Function<Integer, Optional<String>> writer) {
        BiFunction<Node, Place, Optional<Integer>> reader = (node, place) -> whole(node, place).map(value -> {
            if (value != value.intValue()) {
                throw place.error("Invalid '" + place.path() + "': the number is too large.",
                        "integer_above_max_value");
            }
            return value.intValue();
        });
        return new Setting<>(names, reader, writer, request -> boxed(getter.apply(request)), setter);
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

    /** OpenAI's {@code reasoning_effort} is a word, OpenRouter's {@code reasoning} an object with effort or budget. */
    private static Optional<ReasoningRequest> reasoning(Node node, Place place) {
        return switch (node) {
            case Node.Str word -> Optional.of(new ReasoningRequest(word.value(), OptionalInt.empty()));
            case Node.Obj object -> {
                Members members = new Members(object, place);
                String effort = members.text("effort").orElse("");
                int budget = (int) Math.min(members.count("max_tokens"), Integer.MAX_VALUE);
                yield effort.isEmpty() && budget <= 0
                        ? Optional.empty()
                        : Optional.of(new ReasoningRequest(effort,
                                budget > 0 ? OptionalInt.of(budget) : OptionalInt.empty()));
            }
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

    private static String array(List<String> texts) {
        JsonWriter out = new JsonWriter().array();
        texts.forEach(out::string);
        return out.endArray().text();
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
