package io.patchbay.provider.mock.internal;

import java.util.ArrayList;
import java.util.List;

/** Texts as words, each with the blanks that follow it: what the mock counts as tokens and sends as events. */
final class Words {
    private Words() {}

    /** How many words a text has. */
    static int count(CharSequence text) {
        int count = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = Character.isWhitespace(text.charAt(i));
            count += inside || blank ? 0 : 1;
            inside = !blank;
        }
        return count;
    }

    /** Cuts a text into its words; together they are the text. */
    static List<String> cut(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 1; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i - 1)) && !Character.isWhitespace(text.charAt(i))) {
                words.add(text.substring(from, i));
                from = i;
            }
        }
        if (from < text.length()) {
            words.add(text.substring(from));
        }
        return words;
    }

    /** So many words, from the beginning again where there are not enough. */
    static List<String> repeat(List<String> words, int count) {
        List<String> repeated = new ArrayList<>(count);
        for (int i = 0; i < count && !words.isEmpty(); i++) {
            String word = words.get(i % words.size());
            boolean blankAfter = Character.isWhitespace(word.charAt(word.length() - 1));
            repeated.add(i == count - 1 || blankAfter ? word : word + " ");
        }
        return repeated;
    }
}
