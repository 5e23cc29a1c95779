package io.patchbay.config.internal;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A reference to what is not in the document, {@code $[env:NAME]} or {@code $[secret:name]}. Config Admin holds it as it
 * is; Felix's interpolation plug-in resolves it for components, and leaves it as text where there is nothing behind it.
 *
 * @param kind {@code env}, {@code secret} or {@code prop}
 * @param name what it refers to
 */
record ValueReference(String kind, String name) {
    private static final Pattern SYNTAX =
            Pattern.compile("(?<!\\\\)\\$\\[(?<kind>env|secret|prop):(?<name>[^;\\]]+)(?<directives>(;[^\\]]*)?)\\]");

    /** Whether the value is text with a reference in it. */
    static boolean isIn(Object value) {
        return value instanceof String text && text.contains("$[") && SYNTAX.matcher(text).find();
    }

    /** The names of the secrets that a configuration's value refers to. */
    static Stream<String> secrets(Object value) {
        Stream<?> values = switch (value) {
            case String[] texts -> Stream.of(texts);
            case List<?> list -> list.stream();
            default -> Stream.of(value);
        };
        return values.filter(ValueReference::isIn)
                .flatMap(text -> SYNTAX.matcher((String) text).results())
                .filter(found -> found.group("kind").equals("secret"))
                .map(found -> found.group("name"));
    }

    /** Whether text is references and nothing else, so that it tells no secret; a default is part of the text. */
    static boolean isAll(String text) {
        return isIn(text) && SYNTAX.matcher(text).results().noneMatch(found -> !found.group("directives").isEmpty())
                && SYNTAX.matcher(text).replaceAll("").isBlank();
    }

    /** The references in a setting's value that have no default and nothing behind them. */
    static List<ValueReference> unset(Object value, Predicate<ValueReference> isSet) {
        Stream<?> values = value instanceof List<?> list ? list.stream() : Stream.of(value);
        return values.filter(ValueReference::isIn)
                .flatMap(text -> SYNTAX.matcher((String) text).results())
                .filter(found -> !found.group("directives").contains(";default="))
                .map(found -> new ValueReference(found.group("kind"), found.group("name")))
                .filter(isSet.negate())
                .toList();
    }

    /** A message's words for a reference with nothing behind it. */
    String unset() {
        return switch (kind) {
            case "env" -> "environment variable " + name + " is not set";
            case "secret" -> "secret " + name + " is not there";
            default -> "property " + name + " is not set";
        };
    }
}
