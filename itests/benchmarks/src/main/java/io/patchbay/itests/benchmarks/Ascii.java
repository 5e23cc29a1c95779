package io.patchbay.itests.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** ASCII text in byte arrays: searched, read and patched in place, so that the tools take little of the machine. */
final class Ascii {
    private static final byte[] HEX = bytes("0123456789abcdef");

    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** The index of the wanted bytes at or after {@code from}, or -1. */
    static int find(byte[] wanted, byte[] in, int from, int to) {
        int last = to - wanted.length;
        for (int i = from; i <= last; i++) {
            if (in[i] == wanted[0] && Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a header line has the given lower-case name, which ends in a colon. */
    static boolean isHeader(byte[] name, byte[] line, int length) {
        if (length < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            int c = line[i] >= 'A' && line[i] <= 'Z' ? line[i] | 0x20 : line[i];
            if (c != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text begins with exactly these bytes. */
    static boolean startsWith(byte[] wanted, byte[] text, int length) {
        return length >= wanted.length && Arrays.equals(text, 0, wanted.length, wanted, 0, wanted.length);
    }

    /** A decimal number after optional spaces; it ends at the first other character. */
    static long decimal(byte[] in, int from, int to) {
        return number(in, from, to, 10);
    }

    /** A hexadecimal number, written in either case. */
    static long hex(byte[] in, int from, int to) {
        return number(in, from, to, 16);
    }

    private static long number(byte[] in, int from, int to, int radix) {
        int i = from;
        while (i < to && in[i] == ' ') {
            i++;
        }
        long value = 0;
        for (; i < to; i++) {
            int digit = Character.digit(in[i], radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
        }
        return value;
    }

    static void putHex(byte[] out, int at, int width, long value) {
        long rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            out[i] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }

    static void putDecimal(byte[] out, int at, int width, long value) {
        long rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Bytes that are gathered piece by piece and read in place. */
    static final class Buffer {
        private byte[] array = new byte[256];
        private int length;

        void append(byte[] from, int start, int end) {
            int size = end - start;
            if (length + size > array.length) {
                array = Arrays.copyOf(array, Math.max(array.length * 2, length + size));
            }
            System.arraycopy(from, start, array, length, size);
            length += size;
        }

        /** Forgets the first bytes. */
        void drop(int count) {
            System.arraycopy(array, count, array, 0, length - count);
            length -= count;
        }

        void clear() {
            length = 0;
        }

        byte[] array() {
            return array;
        }

        int length() {
            return length;
        }
    }
}
