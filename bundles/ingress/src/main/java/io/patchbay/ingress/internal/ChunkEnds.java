package io.patchbay.ingress.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Ends each chunk of an HTTP/1.1 response when it is written.
 *
 * <p>Jetty writes the line break that ends a chunk only with the next chunk. Most clients do not wait for it, but some
 * do (urllib3 reads it before it gives the chunk to the program), and would see each event of a stream one event late.
 */
final class ChunkEnds {
    private static final byte[] END = {'\r', '\n'};

    private boolean ended;

    /**
     * Moves the line break to where it belongs.
     *
     * @param buffers what Jetty writes: headers and the size of a chunk, the content of the chunk; or the last chunk alone
     */
    ByteBuffer[] move(ByteBuffer... buffers) {
        ByteBuffer first = buffers[0];
        if (ended) {
            first.position(first.position() + END.length);
            ended = false;
        }
        if (buffers.length == 1) {
            return buffers;
        }
        ended = true;
        ByteBuffer[] withEnd = Arrays.copyOf(buffers, buffers.length + 1);
        withEnd[buffers.length] = ByteBuffer.wrap(END);
        return withEnd;
    }
}
