package io.patchbay.dialect.openai.internal;

import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says, in whichever shape: OpenAI's {@code {"error": {...}}}, the same in an array, a bare
 * {@code {"message": ...}} (Mistral), {@code {"error": "..."}} (Venice), {@code {"detail": ...}} (FastAPI servers), or a
 * string.
 *
 * @param message the text; empty where there is none
 * @param type OpenAI's {@code type}; empty where there is none
 * @param code a word for programs; empty where there is none
 * @param param the field that is wrong; empty where there is none
 * @param status the HTTP status that some vendors repeat as {@code code}; 0 where there is none
 * @param flagged whether a moderation refused the input (OpenRouter's {@code metadata.flagged_input})
 */
record ErrorBody(String message, String type, String code, String param, int status, boolean flagged) {
    /** A body that says nothing. */
    static final ErrorBody NONE = new ErrorBody("", "", "", "", 0, false);

    /** Longer texts are cut: an upstream's error is not the place for a document. */
    private static final int MAX_MESSAGE = 4096;

    static ErrorBody of(Node root) {
        return switch (root) {
            case Node.Obj object -> of(object);
            case Node.Arr array -> array.elements().isEmpty() ? NONE : of(array.elements().getFirst());
            case Node.Str string -> new ErrorBody(cut(string.value()), "", "", "", 0, false);
            default -> NONE;
        };
    }

    private static ErrorBody of(Node.Obj root) {
        Node inner = root.members().get("error");
        Map<String, Node> members = inner instanceof Node.Obj object ? object.members() : root.members();
        String message = inner instanceof Node.Str string
                ? string.value()
                : text(members, "message")
                        .or(() -> detail(members.get("detail")))
                        .or(() -> detail(members.get("message")))
                        .orElse("");
        boolean flagged = members.get("metadata") instanceof Node.Obj metadata
                && metadata.members().containsKey("flagged_input");
        return new ErrorBody(cut(message), text(members, "type").orElse(""), text(members, "code").orElse(""),
                text(members, "param").orElse(""), status(members.get("code")), flagged);
    }

    /** FastAPI's validation errors: a text, or a list of which each has one. */
    private static Optional<String> detail(@Nullable Node detail) {
        return switch (detail) {
            case Node.Str string -> Optional.of(string.value());
            case Node.Arr array when !array.elements().isEmpty() -> detail(array.elements().getFirst());
            case Node.Obj object -> text(object.members(), "msg").or(() -> detail(object.members().get("detail")));
            case null, default -> Optional.empty();
        };
    }

    private static Optional<String> text(Map<String, Node> members, String name) {
        return members.get(name) instanceof Node.Str string ? Optional.of(string.value()) : Optional.empty();
    }

    private static int status(@Nullable Node code) {
        if (!(code instanceof Node.Num number)) {
            return 0;
        }
        return Numbers.whole(number).filter(value -> value >= 400 && value < 600).map(Long::intValue).orElse(0);
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
    }
}
