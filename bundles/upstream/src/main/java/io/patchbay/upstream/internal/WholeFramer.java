package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A body that is one frame; one that comes in one piece is not copied. */
final class WholeFramer implements Framer {
    private static final byte[] NOTHING = new byte[0];

    private final int maxBytes;
    private byte[] bytes = NOTHING;
    private int size;

    /**
     * A framer.
     *
     * @param length the body's length as announced; negative where it was not
     * @param maxBytes the most bytes that are taken
     * @throws GatewayException of kind {@code UPSTREAM} if the body will be too large
     */
    WholeFramer(long length, int maxBytes) {
        this.maxBytes = maxBytes;
        if (length > maxBytes) {
            throw tooLarge();
        }
    }

    @Override
    public void add(byte[] piece) {
        if (piece.length > maxBytes - size) {
            throw tooLarge();
        }
        if (size == 0) {
            bytes = piece;
        } else {
            if (piece.length > bytes.length - size) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(size + (long) piece.length, 2L * size)));
            }
            System.arraycopy(piece, 0, bytes, size, piece.length);
        }
        size += piece.length;
    }

    @Override
    public @Nullable Frame next() {
        return null;
    }

    @Override
    public @Nullable Frame last() {
        if (size == 0) {
            return null;
        }
        Bytes body = Bytes.wrap(bytes, 0, size);
        size = 0;
        return Frame.of(body);
    }

    private GatewayException tooLarge() {
        return new GatewayException(ErrorKind.UPSTREAM, "The upstream's answer is larger than " + maxBytes + " bytes.");
    }
}
