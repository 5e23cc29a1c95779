package io.patchbay.itests.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A ready-made text whose blanks for a marker's id are filled in place; it belongs to one thread. */
final class Template {
    private final String text;
    private final byte[] bytes;
    private final int[] ids;

    Template(String text) {
        this.text = text;
        this.bytes = Ascii.bytes(text);
        this.ids = indexesOf(text, Marker.BLANK_ID);
    }

    private static int[] indexesOf(String text, String wanted) {
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            found.add(at);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The same text with blanks of its own, for another thread. */
    Template copy() {
        return new Template(text);
    }

    /** The bytes with an id in every blank, valid until the next call. */
    byte[] fill(long id) {
        for (int at : ids) {
            Ascii.putHex(bytes, at, Marker.ID_DIGITS, id);
        }
        return bytes;
    }

    /** The bytes of an event: id, position in its stream, and the time at which it leaves. */
    byte[] fill(long id, int position, long nanos) {
        fill(id);
        int number = ids[0] + Marker.ID_DIGITS + 1;
        Ascii.putDecimal(bytes, number, Marker.NUMBER_DIGITS, position);
        Ascii.putDecimal(bytes, number + Marker.NUMBER_DIGITS + 1, Marker.NANOS_DIGITS, nanos);
        return bytes;
    }

    /** Whether the text with this id stands at an index. */
    boolean standsAt(int from, byte[] in, int to, long id) {
        int end = from + bytes.length;
        return end <= to && Arrays.equals(fill(id), 0, bytes.length, in, from, end);
    }
}
