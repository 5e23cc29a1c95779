package io.patchbay.api.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A run of bytes that does not change: a view of an array, cheap to slice.
 *
 * <p>{@link #wrap} does not copy: who wraps an array gives it away. Safe for use by many threads.
 */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** A view of a whole array, which nobody may change any more. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /**
     * A view of a part of an array, which nobody may change any more.
     *
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static Bytes wrap(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Bytes(array, offset, length);
    }

    /** A text in UTF-8. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The number of bytes. */
    public int size() {
        return length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * One byte.
     *
     * @throws IndexOutOfBoundsException if there are not that many
     */
    public byte at(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /**
     * A view of some of the bytes.
     *
     * @throws IndexOutOfBoundsException if the range is not inside
     */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return new Bytes(array, offset + from, to - from);
    }

    /**
     * These bytes with a range of them replaced; copies once.
     *
     * @throws IndexOutOfBoundsException if the range is not inside
     */
    public Bytes splice(int from, int to, Bytes replacement) {
        Objects.checkFromToIndex(from, to, length);
        byte[] result = new byte[length - (to - from) + replacement.length];
        System.arraycopy(array, offset, result, 0, from);
        System.arraycopy(replacement.array, replacement.offset, result, from, replacement.length);
        System.arraycopy(array, offset + to, result, from + replacement.length, length - to);
        return wrap(result);
    }

    /** Where a sequence first stands at or after an index; -1 where it does not. */
    public int indexOf(Bytes sequence, int from) {
        int last = length - sequence.length;
        if (sequence.length == 0) {
            return from <= length ? from : -1;
        }
        byte first = sequence.array[sequence.offset];
        for (int i = offset + from; i <= offset + last; i++) {
            if (array[i] == first && Arrays.equals(array, i, i + sequence.length, sequence.array, sequence.offset,
                    sequence.offset + sequence.length)) {
                return i - offset;
            }
        }
        return -1;
    }

    /** Where a sequence last stands; -1 where it does not. */
    public int lastIndexOf(Bytes sequence) {
        for (int i = offset + length - sequence.length; i >= offset; i--) {
            if (Arrays.equals(array, i, i + sequence.length, sequence.array, sequence.offset,
                    sequence.offset + sequence.length)) {
                return i - offset;
            }
        }
        return -1;
    }

    /** The bytes as a read-only buffer, positioned at the first. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** The bytes as UTF-8 text; what is no UTF-8 becomes the replacement character. */
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /**
     * Calls a reader with the array behind the bytes, for libraries that parse arrays in place.
     *
     * @param reader reads and must not change the array
     * @return what the reader returns
     * @throws E what the reader throws
     */
    public <T, E extends Exception> T read(ArrayReader<T, E> reader) throws E {
        return reader.read(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "Bytes[" + length + "]";
    }

    /**
     * Reads a part of an array.
     *
     * @param <T> what comes of it
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface ArrayReader<T, E extends Exception> {
        /** Reads {@code length} bytes from {@code offset} on, and changes nothing. */
        T read(byte[] array, int offset, int length) throws E;
    }
}
