package io.patchbay.upstream.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import org.jspecify.annotations.Nullable;

/** A body that is passed on as it comes, such as sound or a file: a frame is a piece of it. */
final class PieceFramer implements Framer {
    private @Nullable Frame piece;

    @Override
    public void add(byte[] bytes) {
        piece = Frame.of(Bytes.wrap(bytes));
    }

    @Override
    public @Nullable Frame next() {
        Frame next = piece;
        piece = null;
        return next;
    }

    @Override
    public @Nullable Frame last() {
        return null;
    }
}
