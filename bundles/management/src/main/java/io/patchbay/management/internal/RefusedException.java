package io.patchbay.management.internal;

import java.util.List;

/** A bundle is refused: what is wrong and what to do, one sentence or two for each problem; nothing has changed. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;
    private final boolean lacking;

    RefusedException(String problem) {
        this(List.of(problem), false);
    }

    RefusedException(List<String> problems, boolean lacking) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
        this.lacking = lacking;
    }

    /** What is wrong; at least one. */
    List<String> problems() {
        return problems;
    }

    @Override
    public String getMessage() {
        return String.join(" ", problems);
    }

    /** Whether other bundles, once they are there, may help. */
    boolean isLacking() {
        return lacking;
    }
}
