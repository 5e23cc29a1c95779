package io.patchbay.dialect.responses.internal;

/** Numbers the parts of an answer in the order in which they start. */
final class PartNumbers {
    private int next;

    /** Whether no part has started. */
    boolean unused() {
        return next == 0;
    }

    /** The number of the part that starts now. */
    int take() {
        return next++;
    }
}
