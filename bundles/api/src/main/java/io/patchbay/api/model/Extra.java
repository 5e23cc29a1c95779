package io.patchbay.api.model;

import java.util.Objects;

/**
 * A member of a block that only one dialect knows, carried untouched so that it comes out again when the conversation
 * returns to that dialect: a reasoning signature, a cache mark.
 *
 * <p>A writer adds the extras of its own dialect to the object that it writes, under their names, and leaves out all
 * others.
 *
 * @param dialect the name of the dialect that said it, such as {@code anthropic-messages}
 * @param name the member's name in the object that carried it
 * @param value the member's value
 */
public record Extra(String dialect, String name, Json value) {
    /** Checks that every component is there. */
    public Extra {
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
