package io.patchbay.itests.faults;

/** What is to be said of a case, the worst last. */
enum Verdict {
    /** As it should be. */
    RIGHT("right"),
    /** An error in the client's dialect, where an answer was possible. */
    SAFE_ONLY("safe only"),
    /** Not as it should be. */
    WRONG("wrong"),
    /** An answer that looks complete and is not, or a key that is hammered. */
    DANGEROUS("dangerous");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
