package io.patchbay.ingress.internal;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * A pool for what is sent. What requests are read into, which is on the heap, comes from no pool: nobody gets it a second
 * time.
 *
 * <p>Where a request is none (400, 431), Jetty's HTTP/1.1 has it answered on another thread, which afterwards goes on to
 * read the connection, and so does so beside the first one ({@code HttpConnection.RequestHandler.badMessage} and
 * {@code HttpStreamOverHTTP1.resume}, as of 12.1.14). It may read into a buffer that the first one is just giving back.
 * If another connection had got it from a pool by then, one client's bytes would be another client's request.
 */
final class OwnRequestBuffers extends ByteBufferPool.Wrapper {
    /**
     * A pool.
     *
     * @param sent where buffers outside the heap come from
     */
    OwnRequestBuffers(ByteBufferPool sent) {
        super(sent);
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        return direct ? super.acquire(size, true) : ByteBufferPool.NON_POOLING.acquire(size, false);
    }
}
