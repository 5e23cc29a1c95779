package io.patchbay.dialect.responses.internal;

/** Numbers the parts of an answer in the order in which they start. */
final class PartNumbers {
    private int next;

    int take() {
        return next++;
    }
}
