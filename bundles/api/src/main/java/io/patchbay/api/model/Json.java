package io.patchbay.api.model;

import java.util.Objects;

/**
 * A piece of JSON that Patchbay carries without binding it: field order, numbers and unknown members stay as they were.
 *
 * @param text the JSON as text; for a piece that is still being streamed, a beginning of one
 */
public record Json(String text) {
    /** An object without members. */
    public static final Json EMPTY_OBJECT = new Json("{}");

    /** Checks that there is a text; its syntax is the author's promise. */
    public Json {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text;
    }
}
