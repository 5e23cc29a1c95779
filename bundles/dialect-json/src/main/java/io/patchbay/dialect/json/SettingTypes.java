package io.patchbay.dialect.json;

import io.patchbay.api.model.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Settings of the types that most of a request's members have; {@code null} says nothing. */
public final class SettingTypes {
    private SettingTypes() {}

    /** A number. */
    public static Setting<Double> decimal(String name, Function<ChatRequest, OptionalDouble> getter,
            BiConsumer<ChatRequest.Builder, Double> setter) {
        BiFunction<Node, Place, Optional<Double>> reader = (node, place) -> switch (node) {
            case Node.Num number -> Optional.of(Double.valueOf(number.json().text()));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a number", node.kind());
        };
        return new Setting<>(List.of(name), reader, value -> Optional.of(Numbers.text(value)), request -> {
            OptionalDouble value = getter.apply(request);
            return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
        }, setter);
    }

    /** A whole number that fits an {@code int}. */
    public static Setting<Integer> whole(String name, Function<ChatRequest, OptionalInt> getter,
            BiConsumer<ChatRequest.Builder, Integer> setter) {
        BiFunction<Node, Place, Optional<Integer>> reader = (node, place) -> whole(node, place).map(value -> {
            if (value != value.intValue()) {
                throw place.error("Invalid '" + place.path() + "': the number is too large.",
                        "integer_above_max_value");
            }
            return value.intValue();
        });
        return new Setting<>(List.of(name), reader, value -> Optional.of(value.toString()), request -> {
            OptionalInt value = getter.apply(request);
            return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
        }, setter);
    }

    /** A whole number. */
    public static Setting<Long> wholeLong(String name, Function<ChatRequest, OptionalLong> getter,
            BiConsumer<ChatRequest.Builder, Long> setter) {
        return new Setting<>(List.of(name), SettingTypes::whole, value -> Optional.of(value.toString()), request -> {
            OptionalLong value = getter.apply(request);
            return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
        }, setter);
    }

    /** A text, or an array of texts; an array is written. */
    public static Setting<List<String>> texts(String name, Function<ChatRequest, List<String>> getter,
            BiConsumer<ChatRequest.Builder, List<String>> setter) {
        return new Setting<>(List.of(name), SettingTypes::texts, texts -> Optional.of(array(texts)),
                request -> Optional.of(getter.apply(request)).filter(texts -> !texts.isEmpty()), setter);
    }

    /** A yes or no. */
    public static Setting<Boolean> flag(String name, Function<ChatRequest, Optional<Boolean>> getter,
            BiConsumer<ChatRequest.Builder, Boolean> setter) {
        BiFunction<Node, Place, Optional<Boolean>> reader = (node, place) -> switch (node) {
            case Node.Bool flag -> Optional.of(flag.value());
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a boolean", node.kind());
        };
        return new Setting<>(List.of(name), reader, value -> Optional.of(value.toString()), getter, setter);
    }

    private static Optional<Long> whole(Node node, Place place) {
        return switch (node) {
            case Node.Num number -> Optional.of(Numbers.whole(number)
                    .orElseThrow(() -> place.invalidType("an integer", "a decimal number")));
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("an integer", node.kind());
        };
    }

    private static Optional<List<String>> texts(Node node, Place place) {
        return switch (node) {
            case Node.Str text -> Optional.of(List.of(text.value()));
            case Node.Arr array -> {
                List<String> texts = new ArrayList<>(array.elements().size());
                for (Node element : array.elements()) {
                    if (!(element instanceof Node.Str text)) {
                        throw place.element(texts.size()).invalidType("a string", element.kind());
                    }
                    texts.add(text.value());
                }
                yield Optional.of(texts).filter(all -> !all.isEmpty());
            }
            case Node.Null _ -> Optional.empty();
            default -> throw place.invalidType("a string or an array of strings", node.kind());
        };
    }

    private static String array(List<String> texts) {
        JsonWriter out = new JsonWriter().array();
        texts.forEach(out::string);
        return out.endArray().text();
    }
}
