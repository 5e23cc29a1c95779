package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;

/**
 * The bytes of a stream from the first that is not yet in a frame.
 *
 * <p>Frames are views of the piece that they came in; only an event that reaches into the next piece is copied, together
 * with that. Bytes that are in a frame are never written again.
 */
abstract class PieceBuffer implements Framer {
    private static final byte[] NOTHING = new byte[0];

    private final int maxFrameBytes;
    /** The array; what is between {@code start} and {@code end} is not yet in a frame. */
    byte[] bytes = NOTHING;
    int start;
    int end;

    PieceBuffer(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public final void add(byte[] piece) {
        int left = end - start;
        if (left == 0) {
            bytes = piece;
            end = piece.length;
            return;
        }
        if (piece.length > bytes.length - end) {
            byte[] larger = new byte[Math.max(left + piece.length, 2 * left)];
            System.arraycopy(bytes, start, larger, 0, left);
            moved(-start);
            bytes = larger;
            start = 0;
            end = left;
        }
        System.arraycopy(piece, 0, bytes, end, piece.length);
        end += piece.length;
    }

    /** The bytes have moved within the array by so many places. */
    abstract void moved(int places);

    /** Takes the bytes up to a place out, for a frame. */
    final Bytes take(int to) {
        Bytes taken = Bytes.wrap(bytes, start, to - start);
        start = to;
        if (start == end) {
            // What waits for the next piece, perhaps for minutes, should not hold the last one.
            moved(-start);
            bytes = NOTHING;
            start = 0;
            end = 0;
        }
        return taken;
    }

    /** Checks that the frame that is not complete has not become too large. */
    final void checkSize() {
        checkSize(end - start);
    }

    /** Checks that a frame of so many bytes is not too large. */
    final void checkSize(long size) {
        if (size > maxFrameBytes) {
            throw new GatewayException(ErrorKind.UPSTREAM,
                    "The upstream sent an event of more than " + maxFrameBytes + " bytes.");
        }
    }
}
