package io.patchbay.api.model;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How much a model should think before it answers.
 *
 * @param effort a word such as {@code low}, {@code medium} or {@code high}; empty where only a budget was given
 * @param budgetTokens the most tokens to think with; empty where only an effort was given
 */
public record ReasoningRequest(String effort, OptionalInt budgetTokens) {
    /** Checks that every component is there. */
    public ReasoningRequest {
        Objects.requireNonNull(effort, "effort");
        Objects.requireNonNull(budgetTokens, "budgetTokens");
    }
}
