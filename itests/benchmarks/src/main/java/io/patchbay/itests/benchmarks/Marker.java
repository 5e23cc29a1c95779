package io.patchbay.itests.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The text by which an answer is known as its caller's own: {@code bench:ID:EVENTS:INTERVAL:DELAY}, in a user message.
 *
 * <p>The mock upstream takes ID from the request's body and puts it into what it answers. The other fields, five digits
 * each, say how it shall answer: number of events, milliseconds between them, milliseconds before the first byte. They
 * ride in the body because a gateway may drop headers that it does not know, but not the user's words.
 */
final class Marker {
    static final byte[] PREFIX = Ascii.bytes("bench:");
    static final int ID_DIGITS = 16;
    static final int NUMBER_DIGITS = 5;
    static final int NANOS_DIGITS = 19;
    static final String BLANK_ID = "0".repeat(ID_DIGITS);
    static final String BLANK_NUMBER = "0".repeat(NUMBER_DIGITS);
    static final String BLANK_NANOS = "0".repeat(NANOS_DIGITS);

    /** {@code bench:ID:} in front of a number. */
    static final int FIRST_NUMBER = PREFIX.length + ID_DIGITS + 1;

    private static final AtomicLong IDS = new AtomicLong(System.nanoTime());

    private Marker() {}

    /** An id that no other request of this run has; the digits are mixed so that neighbours differ in all of them. */
    static long newId() {
        return IDS.incrementAndGet() * 0x9E3779B97F4A7C15L;
    }

    /** The id of the marker that starts at an index. */
    static long id(byte[] text, int at) {
        return Ascii.hex(text, at + PREFIX.length, at + PREFIX.length + ID_DIGITS);
    }

    /** The nth five-digit number behind the id of the marker that starts at an index. */
    static int number(byte[] text, int at, int n) {
        int from = at + FIRST_NUMBER + n * (NUMBER_DIGITS + 1);
        return (int) Ascii.decimal(text, from, Math.min(text.length, from + NUMBER_DIGITS));
    }
}
