package io.patchbay.api.cache;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.util.List;

/**
 * A complete answer in the bytes of the client's dialect.
 *
 * @param status the HTTP status
 * @param headers the headers for the client
 * @param streamed whether the frames are events of a stream
 * @param frames the bytes of each frame, framing included
 */
public record CachedAnswer(int status, Headers headers, boolean streamed, List<Bytes> frames) {
    /** Copies the list. */
    public CachedAnswer {
        frames = List.copyOf(frames);
    }

    /** The number of bytes in all frames. */
    public long size() {
        return frames.stream().mapToLong(Bytes::size).sum();
    }
}
