package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * How likely the model found a token of its answer.
 *
 * @param token the token's text
 * @param logprob the natural logarithm of its probability
 * @param bytes the token in UTF-8, each from 0 to 255, where it may be a piece of a character; empty where nobody said
 * @param alternatives the tokens that were likeliest there, with no alternatives of their own; empty where nobody asked
 */
public record TokenLogprob(String token, double logprob, List<Integer> bytes, List<TokenLogprob> alternatives) {
    /** Copies the lists. */
    public TokenLogprob {
        Objects.requireNonNull(token, "token");
        bytes = List.copyOf(bytes);
        alternatives = List.copyOf(alternatives);
    }
}
