package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads HTTP/1.1 messages that arrive in any cut: start line, headers, a body by length or in chunks.
 *
 * <p>It serves both ends of the benchmark, the mock upstream and the load generator. A message without a length and
 * without chunks has no body. It is confined to the thread that feeds it.
 */
abstract class HttpReader {
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length:");
    private static final byte[] TRANSFER_ENCODING = Ascii.bytes("transfer-encoding:");
    private static final int LONGEST_LINE = 512;

    private enum Part {
        START, HEADERS, FIXED_BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS
    }

    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;
    private Part part = Part.START;
    private long left;
    private boolean chunked;

    /** The request or status line, without its line end. */
    abstract void startLine(byte[] text, int length) throws IOException;

    /** One header line, cut at 512 bytes. */
    abstract void header(byte[] text, int length);

    /** A piece of the body, chunk framing removed. */
    abstract void body(byte[] bytes, int from, int to) throws IOException;

    /** The message has arrived whole. */
    abstract void end() throws IOException;

    /** Takes all bytes of a buffer that is backed by an array. */
    final void feed(ByteBuffer in) throws IOException {
        byte[] bytes = in.array();
        int at = in.arrayOffset() + in.position();
        int to = in.arrayOffset() + in.limit();
        in.position(in.limit());
        while (at < to) {
            if (part == Part.FIXED_BODY || part == Part.CHUNK) {
                int size = (int) Math.min(left, to - at);
                body(bytes, at, at + size);
                at += size;
                left -= size;
                if (left == 0) {
                    bodyPartRead();
                }
            } else {
                byte next = bytes[at++];
                if (next == '\n') {
                    lineRead();
                } else if (next != '\r' && lineLength < LONGEST_LINE) {
                    line[lineLength++] = next;
                }
            }
        }
    }

    private void bodyPartRead() throws IOException {
        if (part == Part.CHUNK) {
            part = Part.CHUNK_END;
        } else {
            messageRead();
        }
    }

    private void messageRead() throws IOException {
        part = Part.START;
        end();
    }

    private void lineRead() throws IOException {
        int length = lineLength;
        lineLength = 0;
        switch (part) {
            case START -> {
                if (length > 0) {
                    left = 0;
                    chunked = false;
                    part = Part.HEADERS;
                    startLine(line, length);
                }
            }
            case HEADERS -> {
                if (length > 0) {
                    framing(length);
                    header(line, length);
                } else if (chunked) {
                    part = Part.CHUNK_SIZE;
                } else if (left > 0) {
                    part = Part.FIXED_BODY;
                } else {
                    messageRead();
                }
            }
            case CHUNK_SIZE -> {
                if (length == 0 || Character.digit(line[0], 16) < 0) {
                    throw new IOException("chunk size expected");
                }
                left = Ascii.hex(line, 0, length);
                part = left == 0 ? Part.TRAILERS : Part.CHUNK;
            }
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            case TRAILERS -> {
                if (length == 0) {
                    messageRead();
                }
            }
            case FIXED_BODY, CHUNK -> throw new AssertionError(part);
        }
    }

    private void framing(int length) {
        if (Ascii.isHeader(CONTENT_LENGTH, line, length)) {
            left = Ascii.decimal(line, CONTENT_LENGTH.length, length);
        } else if (Ascii.isHeader(TRANSFER_ENCODING, line, length)) {
            chunked = true;
        }
    }
}
