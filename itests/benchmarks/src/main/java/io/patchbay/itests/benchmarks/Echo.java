package io.patchbay.itests.benchmarks;

import static java.util.stream.Collectors.joining;

import java.util.stream.IntStream;

/**
 * What the product's own mock provider says when its setting {@code reply} makes it repeat its caller's id: as many
 * words as a stream has events, each with the id and its place, so that these answers can be checked as well.
 */
final class Echo {
    private static final String PLACEHOLDER = "{message}";

    private Echo() {}

    /** The setting. */
    static String reply(int words) {
        return text(PLACEHOLDER, words);
    }

    /** The last user message: all of it is repeated. */
    static String question() {
        return "bench:" + Marker.BLANK_ID;
    }

    /** The whole text of an answer, and the quote in which it ends. */
    static Template whole(int words) {
        return new Template(text(question(), words) + '"');
    }

    private static String text(String id, int words) {
        return IntStream.range(0, words).mapToObj(place -> "%s:%05d".formatted(id, place)).collect(joining(" "));
    }
}
