package io.patchbay.upstream.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, 9.2.6</a>.
 *
 * <p>A frame is an event with the blank line that ends it. An event is given as soon as its blank line is there: where
 * that line ends in CR, the LF that may follow opens the next frame. What the standard discards is a frame all the same,
 * since no byte may be lost: comments, blank lines, an event without its blank line at the end of the body.
 */
final class SseFramer extends PieceBuffer {
    /** Where the line that is being read begins. */
    private int line;
    /** Up to where line ends were looked for. */
    private int scanned;
    private boolean lfMayFollow;
    private boolean firstLine = true;
    private String type = "";
    private int dataFrom = -1;
    private int dataTo;
    /** The data of an event that has several lines of it. */
    private @Nullable ByteArrayOutputStream lines;

    SseFramer(int maxEventBytes) {
        super(maxEventBytes);
    }

    @Override
    public @Nullable Frame next() {
        if (lfMayFollow && scanned < end) {
            lfMayFollow = false;
            if (bytes[scanned] == '\n') {
                scanned++;
                line = scanned;
            }
        }
        for (int i = scanned; i < end; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                int next = i + 1;
                if (b == '\r') {
                    lfMayFollow = next == end;
                    next += next < end && bytes[next] == '\n' ? 1 : 0;
                }
                boolean blank = !field(line, i);
                line = next;
                scanned = next;
                if (blank) {
                    return frame(next);
                }
                i = next - 1;
            }
        }
        scanned = end;
        checkSize();
        return null;
    }

    @Override
    public @Nullable Frame last() {
        if (start == end) {
            return null;
        }
        field(line, end);
        return frame(end);
    }

    @Override
    void moved(int places) {
        line += places;
        scanned += places;
        dataFrom += dataFrom < 0 ? 0 : places;
        dataTo += places;
    }

    /** Reads a line; false if it is blank. */
    private boolean field(int lineStart, int to) {
        int from = lineStart;
        if (firstLine) {
            firstLine = false;
            from += startsWith(from, to, "\u00EF\u00BB\u00BF") ? 3 : 0;
        }
        if (from == to) {
            return false;
        }
        if (startsWith(from, to, "data")) {
            value(from + 4, to, true);
        } else if (startsWith(from, to, "event")) {
            value(from + 5, to, false);
        }
        return true;
    }

    /** Reads what follows a field's name: nothing, or a colon, a space that does not count, and the value. */
    private void value(int nameEnd, int to, boolean data) {
        int from = nameEnd;
        if (from < to) {
            if (bytes[from] != ':') {
                return;
            }
            from++;
            from += from < to && bytes[from] == ' ' ? 1 : 0;
        }
        if (!data) {
            type = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        } else if (dataFrom < 0) {
            dataFrom = from;
            dataTo = to;
        } else {
            if (lines == null) {
                lines = new ByteArrayOutputStream();
                lines.write(bytes, dataFrom, dataTo - dataFrom);
            }
            lines.write('\n');
            lines.write(bytes, from, to - from);
        }
    }

    private Frame frame(int to) {
        Bytes data = lines != null
                ? Bytes.wrap(lines.toByteArray())
                : dataFrom < 0
                        ? Bytes.EMPTY
                        : Bytes.wrap(bytes, dataFrom, dataTo - dataFrom);
        Frame frame = Frame.of(take(to), type, data);
        type = "";
        dataFrom = -1;
        lines = null;
        return frame;
    }

    /** Whether the line begins with a text, whose characters are bytes. */
    private boolean startsWith(int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((bytes[from + i] & 0xFF) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
