package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * One answer of a model; most responses have exactly one.
 *
 * @param parts what the model said, in order
 * @param finish why it stopped
 * @param logprobs how likely its tokens were; empty where nobody asked
 * @param extras what only one dialect knows of it, such as verdicts on its safety
 */
public record Candidate(List<Part> parts, FinishReason finish, List<TokenLogprob> logprobs, List<Extra> extras) {
    /** Copies the lists. */
    public Candidate {
        parts = List.copyOf(parts);
        Objects.requireNonNull(finish, "finish");
        logprobs = List.copyOf(logprobs);
        extras = List.copyOf(extras);
    }

    /** An answer whose tokens nobody asked about. */
    public Candidate(List<Part> parts, FinishReason finish, List<Extra> extras) {
        this(parts, finish, List.of(), extras);
    }

    /** The text of all text parts, joined without a separator; empty where there is none. */
    public String text() {
        return new Message(Role.ASSISTANT, parts, List.of()).text();
    }
}
