package io.patchbay.dialect.gemini.internal;

import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says: Google's {@code {"error": {...}}} (<a href="https://google.aip.dev/193">AIP-193</a>), the
 * same in an array, as where no events were asked for, or the inner object alone.
 *
 * @param code the HTTP status that it repeats; 0 where there is none
 * @param message the text; empty where there is none
 * @param status Google's word for the kind; empty where there is none
 * @param reason the reason of an {@code ErrorInfo}; empty where there is none
 * @param field the first field that a {@code BadRequest} names; empty where there is none
 * @param retryDelay how long a {@code RetryInfo} asks to wait
 */
record ErrorBody(int code, String message, String status, String reason, String field, Optional<Duration> retryDelay) {
    /** A body that says nothing. */
    static final ErrorBody NONE = new ErrorBody(0, "", "", "", "", Optional.empty());

    /** Longer texts are cut: an upstream's error is not the place for a document. */
    private static final int MAX_MESSAGE = 4096;
    /** Longer than anybody waits. */
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    static ErrorBody of(Node root) {
        return switch (root) {
            case Node.Obj object -> object.members().get(ErrorReader.ERROR) instanceof Node.Obj inner
                    ? inner(inner.members())
                    : inner(object.members());
            case Node.Arr array -> array.elements().isEmpty() ? NONE : of(array.elements().getFirst());
            case Node.Str string -> new ErrorBody(0, cut(string.value()), "", "", "", Optional.empty());
            default -> NONE;
        };
    }

    private static ErrorBody inner(Map<String, Node> error) {
        String message = text(error, "message");
        String reason = "";
        String field = "";
        Optional<Duration> delay = Optional.empty();
        List<Node> details = error.get("details") instanceof Node.Arr array ? array.elements() : List.of();
        for (Node detail : details) {
            if (!(detail instanceof Node.Obj(_, Map<String, Node> members))) {
                continue;
            }
            switch (text(members, "@type")) {
                case "type.googleapis.com/google.rpc.ErrorInfo" -> reason = text(members, "reason");
                case "type.googleapis.com/google.rpc.RetryInfo" -> delay = duration(text(members, "retryDelay"));
                case "type.googleapis.com/google.rpc.BadRequest" -> field = field(members.get("fieldViolations"));
                default -> {}
            }
        }
        // A text in place of the object.
        String words = message.isEmpty() ? text(error, ErrorReader.ERROR) : message;
        return new ErrorBody(code(error.get("code")), cut(words), text(error, "status"), reason, field, delay);
    }

    private static String field(@Nullable Node violations) {
        return violations instanceof Node.Arr array && !array.elements().isEmpty()
                && array.elements().getFirst() instanceof Node.Obj(_, Map<String, Node> first)
                        ? text(first, "field")
                        : "";
    }

    /** Seconds with a fraction and an {@code s} at the end. */
    private static Optional<Duration> duration(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
            if (seconds.signum() < 0 || seconds.compareTo(MAX_SECONDS) > 0) {
                return Optional.empty();
            }
            return Optional.of(Duration.ofMillis(
                    seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact()));
        } catch (NumberFormatException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, Node> members, String name) {
        return members.get(name) instanceof Node.Str string ? string.value() : "";
    }

    private static int code(@Nullable Node code) {
        return code instanceof Node.Num number
                ? Numbers.whole(number).filter(value -> value >= 400 && value < 600).map(Long::intValue).orElse(0)
                : 0;
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
    }
}
