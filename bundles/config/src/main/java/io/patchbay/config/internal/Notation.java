package io.patchbay.config.internal;

import io.patchbay.config.internal.Document.Format;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes values, keys and sections down.
 *
 * @param format in which format
 * @param newline what ends a line
 */
record Notation(Format format, String newline) {
    /** Text that YAML reads as text without quotes, wherever it stands. */
    private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9._~/-]*");
    private static final Set<String> NO_TEXT = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");
    private static final String INDENT = "  ";

    /** How a text is written already. */
    static Notation of(Format format, String text) {
        return new Notation(format, text.contains("\r\n") ? "\r\n" : "\n");
    }

    /** A whole document. */
    static String document(Format format, Map<String, Map<String, Object>> sections) {
        Notation notation = new Notation(format, "\n");
        if (sections.isEmpty()) {
            return "{}\n";
        }
        return format == Format.JSON
                ? notation.lines("", sections.entrySet().stream()
                        .map(section -> notation.key(section.getKey()) + ": "
                                + notation.lines(INDENT, notation.settings(section.getValue())))
                        .toList()) + "\n"
                : sections.entrySet().stream()
                        .map(section -> notation.block(section.getKey(), section.getValue(), INDENT))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    /** A section over several lines of YAML. */
    String block(String pid, Map<String, Object> values, String indent) {
        return values.isEmpty()
                ? key(pid) + ": {}"
                : key(pid) + ":" + settings(values).stream().map(line -> newline + indent + line)
                        .collect(Collectors.joining());
    }

    /** An object in one line. */
    String line(List<String> members) {
        return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
    }

    /** An object over several lines, the last of which is indented. */
    String lines(String indent, List<String> members) {
        return members.isEmpty()
                ? "{}"
                : members.stream().collect(Collectors.joining("," + newline + indent + INDENT,
                        "{" + newline + indent + INDENT, newline + indent + "}"));
    }

    /** A section's settings, each as key and value. */
    List<String> settings(Map<String, Object> values) {
        return values.entrySet().stream().map(setting -> key(setting.getKey()) + ": " + value(setting.getValue()))
                .toList();
    }

    String key(String key) {
        return format == Format.YAML && PLAIN_KEY.matcher(key).matches() ? key : quoted(key);
    }

    /** A value in one line. */
    String value(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(this::value).collect(Collectors.joining(", ", "[", "]"));
            case String text -> isPlain(text) ? text : quoted(text);
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    private boolean isPlain(String text) {
        return format == Format.YAML && PLAIN_TEXT.matcher(text).matches()
                && !NO_TEXT.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Text in double quotes, which both formats read alike. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff
                            || c >= 0xfffe) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
