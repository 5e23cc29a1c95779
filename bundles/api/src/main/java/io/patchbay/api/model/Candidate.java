package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * One answer of a model; most responses have exactly one.
 *
 * @param parts what the model said, in order
 * @param finish why it stopped
 * @param extras what only one dialect knows of it, such as log probabilities
 */
public record Candidate(List<Part> parts, FinishReason finish, List<Extra> extras) {
    /** Copies the lists. */
    public Candidate {
        parts = List.copyOf(parts);
        Objects.requireNonNull(finish, "finish");
        extras = List.copyOf(extras);
    }

    /** The text of all text parts, joined without a separator; empty where there is none. */
    public String text() {
        return new Message(Role.ASSISTANT, parts, List.of()).text();
    }
}
