package io.patchbay.dialect.responses.internal;

import io.patchbay.dialect.json.Node;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says: OpenAI's {@code {"error": {...}}}, the members alone as an {@code error} event and a
 * failed response have them, {@code {"code", "error": "text"}} (xAI), or {@code {"detail": "text"}} (ChatGPT).
 *
 * @param message the text; empty where there is none
 * @param type OpenAI's {@code type}; empty where there is none
 * @param code a word for programs; empty where there is none
 * @param param the field that is wrong; empty where there is none
 */
record ErrorBody(String message, String type, String code, String param) {
    /** A body that says nothing. */
    static final ErrorBody NONE = new ErrorBody("", "", "", "");

    /** Longer texts are cut: an upstream's error is not the place for a document. */
    private static final int MAX_MESSAGE = 4096;

    static ErrorBody of(Node root) {
        return switch (root) {
            case Node.Obj object -> of(object);
            case Node.Arr array -> array.elements().isEmpty() ? NONE : of(array.elements().getFirst());
            case Node.Str string -> new ErrorBody(cut(string.value()), "", "", "");
            default -> NONE;
        };
    }

    private static ErrorBody of(Node.Obj root) {
        Node inner = root.members().get("error");
        Map<String, Node> members = inner instanceof Node.Obj object ? object.members() : root.members();
        String message = inner instanceof Node.Str string
                ? string.value()
                : text(members.get("message")).or(() -> detail(members.get("detail"))).orElse("");
        return new ErrorBody(cut(message), text(members.get("type")).orElse(""),
                text(members.get("code")).orElse(""), text(members.get("param")).orElse(""));
    }

    /** A text, or a list of objects of which each has one. */
    private static Optional<String> detail(@Nullable Node detail) {
        return switch (detail) {
            case Node.Arr array when !array.elements().isEmpty() -> detail(array.elements().getFirst());
            case Node.Obj object -> text(object.members().get("msg"));
            case null, default -> text(detail);
        };
    }

    private static Optional<String> text(@Nullable Node node) {
        return node instanceof Node.Str string ? Optional.of(string.value()) : Optional.empty();
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
    }
}
