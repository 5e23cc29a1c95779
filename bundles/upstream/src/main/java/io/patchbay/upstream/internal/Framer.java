package io.patchbay.upstream.internal;

import io.patchbay.api.exchange.Frame;
import org.jspecify.annotations.Nullable;

/** Cuts one answer's bytes, which come in any pieces, into frames. Used by one thread at a time. */
interface Framer {
    /**
     * Takes the next piece of the body.
     *
     * @param piece not empty, and nobody else's from now on
     * @throws io.patchbay.api.error.GatewayException of kind {@code UPSTREAM} if the body is too large
     */
    void add(byte[] piece);

    /**
     * The next frame.
     *
     * @return the frame, or {@code null} if more bytes are needed for one
     * @throws io.patchbay.api.error.GatewayException of kind {@code UPSTREAM} if a frame is too large
     */
    @Nullable
    Frame next();

    /**
     * What is left at the end of the body.
     *
     * @return the last frame, or {@code null} if nothing is left
     */
    @Nullable
    Frame last();
}
