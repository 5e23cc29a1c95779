package io.patchbay.config.internal;

import java.util.List;

/** Says everything that is wrong with a document. */
final class InvalidDocumentException extends Exception {
    private final transient List<String> problems;

    /** One line for each problem, at least one. */
    InvalidDocumentException(List<String> problems) {
        super(problems.getFirst() + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
