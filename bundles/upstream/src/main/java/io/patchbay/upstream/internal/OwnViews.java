package io.patchbay.upstream.internal;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * A pool whose buffers have a position and a limit of their own each time that they are acquired.
 *
 * <p>Where an answer breaks off, Jetty's receiver gives its buffer back and then still sets its position and limit to 0
 * ({@code HttpReceiverOverHTTP.parse}, as of 12.1.14). If another connection had got the buffer in between, nothing of the
 * request in it was sent, and its caller waited for an answer until a time limit.
 */
final class OwnViews extends ByteBufferPool.Wrapper {
    /** The same pool, seen so. */
    OwnViews(ByteBufferPool pool) {
        super(pool);
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        RetainableByteBuffer pooled = super.acquire(size, direct);
        return RetainableByteBuffer.wrap(pooled.getByteBuffer().duplicate(), pooled);
    }
}
