package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.dialect.json.ClaudeVersion;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Logprobs;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.Spoken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** The members of a request that steer sampling and stopping. */
final class Sampling {
    /** The highest temperature. */
    private static final double MAX_TEMPERATURE = 1;
    /** The lowest {@code top_p} of a model that thinks. */
    private static final double MIN_TOP_P_THINKING = 0.95;

    private static final Setting<Double> TEMPERATURE = new Setting<>(List.of("temperature"), Sampling::decimal,
            value -> Optional.of(Numbers.text(Math.min(value, MAX_TEMPERATURE))),
            request -> boxed(request.temperature()), ChatRequest.Builder::temperature);
    private static final Setting<Double> TOP_P = new Setting<>(List.of("top_p"), Sampling::decimal,
            value -> Optional.of(Numbers.text(value)), request -> boxed(request.topP()), ChatRequest.Builder::topP);
    private static final Setting<Integer> TOP_K = new Setting<>(List.of("top_k"), Sampling::whole,
            value -> Optional.of(value.toString()), request -> boxed(request.topK()), ChatRequest.Builder::topK);
    private static final Setting<List<String>> STOP = new Setting<>(List.of("stop_sequences"), Sampling::texts,
            Sampling::array, request -> Optional.of(request.stopSequences()).filter(texts -> !texts.isEmpty()),
            ChatRequest.Builder::stopSequences);
    static final List<Setting<?>> ALL = List.of(TEMPERATURE, TOP_P, TOP_K, STOP);

    private Sampling() {}

    static void read(Members members, ChatRequest.Builder request) {
        ALL.forEach(setting -> setting.read(members, request));
    }

    /** Writes the members as they were said. */
    static void writeAll(ChatRequest request, Extras extras, JsonWriter out) {
        ALL.forEach(setting -> setting.write(request, extras, out));
    }

    /** Writes what a model accepts of what another dialect said. */
    static void writeAccepted(ChatRequest request, ClaudeVersion version, boolean thinks, JsonWriter out,
            Set<String> dropped) {
        Extras none = AnthropicMessages.extras(List.of());
        if (request.temperature().isPresent()) {
            double value = request.temperature().getAsDouble();
            boolean refused = version.refusesSampling() || (thinks && value != MAX_TEMPERATURE);
            if (refused || value > MAX_TEMPERATURE) {
                dropped.add("temperature");
            }
            write(TEMPERATURE, !refused, request, none, out);
        }
        if (request.topP().isPresent()) {
            boolean refused = version.refusesSampling()
                    || (version.refusesTopPWithTemperature() && request.temperature().isPresent())
                    || (thinks && request.topP().getAsDouble() < MIN_TOP_P_THINKING);
            if (refused) {
                dropped.add("top_p");
            }
            write(TOP_P, !refused, request, none, out);
        }
        if (request.topK().isPresent()) {
            boolean refused = version.refusesSampling() || thinks;
            if (refused) {
                dropped.add("top_k");
            }
            write(TOP_K, !refused, request, none, out);
        }
        if (request.stopSequences().stream().anyMatch(String::isBlank)) {
            dropped.add("stop_sequences");
        }
        STOP.write(request, none, out);
    }

    private static void write(Setting<?> setting, boolean accepted, ChatRequest request, Extras extras,
            JsonWriter out) {
        if (accepted) {
            setting.write(request, extras, out);
        }
    }

    /** Names what Anthropic has no member for, where it says something. */
    static void nameUnsayable(ChatRequest request, Set<String> dropped) {
        if (request.frequencyPenalty().orElse(0) != 0) {
            dropped.add("frequency_penalty");
        }
        if (request.presencePenalty().orElse(0) != 0) {
            dropped.add("presence_penalty");
        }
        if (request.seed().isPresent()) {
            dropped.add("seed");
        }
        if (request.candidates().orElse(1) != 1) {
            dropped.add("n");
        }
        Logprobs.drop(request, dropped);
        Spoken.drop(request, dropped);
    }

    private static Optional<Double> decimal(Node node, Place place) {
        return switch (node) {
            case Node.Num number -> Optional.of(Double.valueOf(number.json().text()));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a number", node.kind());
        };
    }

    /** A whole number that fits. */
    static Optional<Integer> whole(Node node, Place place) {
        return switch (node) {
            case Node.Num number -> Optional.of(Numbers.whole(number)
                    .filter(value -> value == value.intValue())
                    .orElseThrow(() -> place.invalidType("an integer", "a decimal or too large number"))
                    .intValue());
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("an integer", node.kind());
        };
    }

    private static Optional<List<String>> texts(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Optional.empty();
        }
        if (!(node instanceof Node.Arr array)) {
            throw place.invalidType("an array of strings", node.kind());
        }
        List<String> texts = new ArrayList<>();
        for (Node element : array.elements()) {
            if (!(element instanceof Node.Str string)) {
                throw place.element(texts.size()).invalidType("a string", element.kind());
            }
            texts.add(string.value());
        }
        return Optional.of(texts).filter(all -> !all.isEmpty());
    }

    /** Anthropic refuses a sequence of white space only. */
    private static Optional<String> array(List<String> texts) {
        List<String> accepted = texts.stream().filter(text -> !text.isBlank()).toList();
        if (accepted.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter out = new JsonWriter().array();
        accepted.forEach(out::string);
        return Optional.of(out.endArray().text());
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }
}
