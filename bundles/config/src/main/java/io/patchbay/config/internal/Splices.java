package io.patchbay.config.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes of a text by position, made at once, so that positions stay those of the text as it was. */
final class Splices {
    private record Splice(int start, int end, String replacement) {}

    private final String text;
    private final List<Splice> splices = new ArrayList<>();

    Splices(String text) {
        this.text = text;
    }

    void replace(int start, int end, String replacement) {
        splices.add(new Splice(start, end, replacement));
    }

    void insert(int at, String added) {
        replace(at, at, added);
    }

    void delete(int start, int end) {
        if (start < end) {
            replace(start, end, "");
        }
    }

    /** The text with all changes; what is inserted at one place stands there in the order of its insertion. */
    String result() {
        splices.sort(Comparator.comparingInt(Splice::start).thenComparingInt(splice -> splice.end()));
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (Splice splice : splices) {
            if (from < splice.start()) {
                result.append(text, from, splice.start());
            }
            result.append(splice.replacement());
            from = Math.max(from, splice.end());
        }
        return result.append(text, from, text.length()).toString();
    }
}
