package io.patchbay.config.internal;

import java.util.List;

/** Says everything that is wrong with a document. */
final class InvalidDocumentException extends Exception {
    private final transient List<Problem> problems;

    /** At least one problem. */
    InvalidDocumentException(List<Problem> problems) {
        super(problems.getFirst() + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"));
        this.problems = List.copyOf(problems);
    }

    InvalidDocumentException(Place place, String message) {
        this(List.of(Problem.of(place, message)));
    }

    List<Problem> problems() {
        return problems;
    }
}
