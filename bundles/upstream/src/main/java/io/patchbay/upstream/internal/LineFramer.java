package io.patchbay.upstream.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import org.jspecify.annotations.Nullable;

/** Newline-delimited JSON: a frame is a line with its line end, LF or CR LF. */
final class LineFramer extends PieceBuffer {
    /** Up to where line ends were looked for. */
    private int scanned;

    LineFramer(int maxLineBytes) {
        super(maxLineBytes);
    }

    @Override
    public @Nullable Frame next() {
        for (int i = scanned; i < end; i++) {
            if (bytes[i] == '\n') {
                scanned = i + 1;
                return frame(i, i + 1);
            }
        }
        scanned = end;
        checkSize();
        return null;
    }

    @Override
    public @Nullable Frame last() {
        return start == end ? null : frame(end, end);
    }

    @Override
    void moved(int places) {
        scanned += places;
    }

    private Frame frame(int lineEnd, int to) {
        int dataEnd = lineEnd > start && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        Bytes data = Bytes.wrap(bytes, start, dataEnd - start);
        return Frame.of(take(to), "", data);
    }
}
