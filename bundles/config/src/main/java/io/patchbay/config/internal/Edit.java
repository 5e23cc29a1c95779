package io.patchbay.config.internal;

import java.util.Set;

/** What somebody wants the document to be. */
sealed interface Edit {
    /** What is sent, with the places that problems name. */
    Document body();

    /**
     * All of it.
     *
     * @param verbatim whether its text is wanted as it stands, and not only what it says
     */
    record Whole(Document body, boolean verbatim) implements Edit {}

    /** A part: each section replaces the one of that PID. */
    record Part(Document body, Set<String> removed) implements Edit {}
}
