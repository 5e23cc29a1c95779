package io.patchbay.itests.faults;

import io.patchbay.testkit.Faults;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What an exchange came to, for its client. */
enum Outcome {
    /** The primary's answer, as it should be. */
    PRIMARY,
    /** The fallback's answer. */
    FALLBACK,
    /** The beginning of the primary's answer and the rest of the fallback's, as one. */
    RESCUED,
    /** The beginning of the primary's answer and then, announced, the fallback's whole one. */
    RESTARTED,
    /** The primary's whole answer with the reason to end, without what its dialect has after that. */
    UNTERMINATED,
    /** An answer that says that a policy ended it. */
    FILTERED,
    /** An error with a status. */
    REFUSED,
    /** The beginning of the primary's answer, or of one that was rescued, and then an error. */
    BROKEN_OFF,
    /** What looks like an answer, and is none that anybody gave. */
    FALSE,
    /** What no client can read. */
    UNREADABLE,
    /** A stream without an end. */
    CUT,
    /** Nothing in time. */
    HUNG;

    /**
     * What a client saw, given how many words an answer has.
     */
    static Outcome of(Seen seen, int words) {
        return switch (seen.ending()) {
            case HUNG -> HUNG;
            case CUT -> CUT;
            case ERROR -> seen.status() >= 400 ? REFUSED : isBeginning(seen.text(), words) ? BROKEN_OFF : FALSE;
            case UNREADABLE -> !seen.finish().isEmpty() && answered(seen.text(), words) == FALSE ? FALSE : UNREADABLE;
            case UNTERMINATED -> answered(seen.text(), words) == PRIMARY ? UNTERMINATED : FALSE;
            case COMPLETE -> Face.isGood(seen.finish()) ? answered(seen.text(), words) : FILTERED;
        };
    }

    /** The words that the fallback says from one on. */
    static List<String> fallbackWords(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "f" + i + "é ").toList();
    }

    private static Outcome answered(String text, int words) {
        String primary = String.join("", Faults.words(words));
        if (text.equals(primary)) {
            return PRIMARY;
        }
        if (text.equals(String.join("", fallbackWords(1, words)))) {
            return FALLBACK;
        }
        if (rescued(words).anyMatch(text::equals)) {
            return RESCUED;
        }
        return isRestarted(text, words) ? RESTARTED : FALSE;
    }

    /** The answers of which the primary says the first words and the fallback the others. */
    private static Stream<String> rescued(int words) {
        return IntStream.range(1, words).mapToObj(cut -> String.join("", Faults.words(cut))
                + String.join("", fallbackWords(cut + 1, words)));
    }

    /** Between the two answers it is said that there are two. */
    private static boolean isRestarted(String text, int words) {
        int cut = 0;
        while (cut < words && text.startsWith(String.join("", Faults.words(cut + 1)))) {
            cut++;
        }
        int announcement = String.join("", Faults.words(cut)).length();
        String again = String.join("", fallbackWords(1, words));
        return cut > 0 && text.endsWith(again) && text.length() - again.length() > announcement;
    }

    private static boolean isBeginning(String text, int words) {
        return String.join("", Faults.words(words)).startsWith(text)
                || rescued(words).anyMatch(answer -> answer.startsWith(text));
    }
}
