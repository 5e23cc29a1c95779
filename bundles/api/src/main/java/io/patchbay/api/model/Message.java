package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param parts what is said, in order
 * @param extras what only one dialect knows of the message
 */
public record Message(Role role, List<Part> parts, List<Extra> extras) {
    /** Copies the lists. */
    public Message {
        Objects.requireNonNull(role, "role");
        parts = List.copyOf(parts);
        extras = List.copyOf(extras);
    }

    /** A message of some parts, without extras. */
    public static Message of(Role role, Part... parts) {
        return new Message(role, List.of(parts), List.of());
    }

    /** A message of plain text. */
    public static Message of(Role role, String text) {
        return of(role, Part.Text.of(text));
    }

    /** The text of all text parts, joined without a separator; empty where there is none. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text block) {
                text.append(block.text());
            }
        }
        return text.toString();
    }

    /** The same message with other parts. */
    public Message withParts(List<Part> changed) {
        return new Message(role, changed, extras);
    }
}
