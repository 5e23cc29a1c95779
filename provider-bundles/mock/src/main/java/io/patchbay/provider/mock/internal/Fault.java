package io.patchbay.provider.mock.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A way to fail, as a setting or a header names it: {@code stall}, {@code 503}, {@code 429:2}.
 *
 * @param kind what happens
 * @param status the HTTP status of {@link Kind#STATUS}
 * @param argument what stands after the colon: seconds of {@code retry-after}, milliseconds of delay; -1 where nothing does
 */
record Fault(Kind kind, int status, int argument) {
    static final Fault NONE = new Fault(Kind.NONE, 200, -1);

    /** What happens. */
    enum Kind {
        /** A good answer. */
        NONE,
        /** An error with an HTTP status; named by the status alone. */
        STATUS,
        /** No answer: the connection breaks. */
        RESET,
        /** No answer, ever. */
        HANG,
        /** A good answer, whose first event is late. */
        SLOW_FIRST_EVENT,
        /** The answer breaks off in the middle. */
        CUT,
        /** The answer ends in the middle as if it were complete. */
        UNFINISHED,
        /** The answer stops in the middle and never goes on. */
        STALL,
        /** JSON that is none, in the middle. */
        MALFORMED,
        /** An error in the middle of a stream, or an error object with status 200. */
        ERROR_EVENT,
        /** A stream without its last event. */
        NO_TERMINATOR,
        /** A stream without its last event, and comments for ever after the finish. */
        HEARTBEATS,
        /** The conversation is too long: 400. */
        CONTEXT_LENGTH,
        /** A content policy refuses the request: 400. */
        CONTENT_FILTER,
        /** A content policy ends the answer. */
        FILTERED,
        /** An HTML page with status 200. */
        HTML,
        /** Nothing, with status 200. */
        EMPTY;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Reads a fault.
     *
     * @throws IllegalArgumentException naming those there are
     */
    static Fault parse(String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        int argument = colon < 0 ? -1 : number(text, text.substring(colon + 1).strip());
        if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
            int status = number(text, name);
            if (status < 400 || status > 599) {
                throw unknown(text);
            }
            return new Fault(Kind.STATUS, status, argument);
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.STATUS && kind.text().equals(name))
                .findFirst()
                .map(kind -> new Fault(kind, 200, argument))
                .orElseThrow(() -> unknown(text));
    }

    private static int number(String whole, String digits) {
        try {
            return Integer.parseUnsignedInt(digits);
        } catch (NumberFormatException e) {
            throw unknown(whole);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("no fault '" + text + "': there are a status from 400 to 599, "
                + Arrays.stream(Kind.values()).filter(kind -> kind != Kind.STATUS).map(Kind::text)
                        .collect(Collectors.joining(", ")));
    }
}
