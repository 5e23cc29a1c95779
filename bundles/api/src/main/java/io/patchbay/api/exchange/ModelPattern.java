package io.patchbay.api.exchange;

import java.util.List;
import java.util.Objects;

/**
 * A pattern of model names, in which each {@code *} stands for any text, also none; letter case counts.
 *
 * @param text the pattern, such as {@code gpt-*}
 */
public record ModelPattern(String text) {
    /** Fits every model. */
    public static final ModelPattern ANY = new ModelPattern("*");

    /** Checks that there is a text. */
    public ModelPattern {
        Objects.requireNonNull(text, "text");
    }

    /** Whether any of the patterns fits the name; false for no patterns. */
    public static boolean anyMatches(List<ModelPattern> patterns, String model) {
        for (ModelPattern pattern : patterns) {
            if (pattern.matches(model)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the pattern is a plain name, without {@code *}. */
    public boolean literal() {
        return text.indexOf('*') < 0;
    }

    /** Whether the pattern fits the whole name. Takes time linear in both for patterns with one {@code *}. */
    public boolean matches(String model) {
        int p = 0;
        int m = 0;
        int star = -1;
        int resume = 0;
        while (m < model.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                resume = m;
            } else if (p < text.length() && text.charAt(p) == model.charAt(m)) {
                p++;
                m++;
            } else if (star >= 0) {
                p = star + 1;
                m = ++resume;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
