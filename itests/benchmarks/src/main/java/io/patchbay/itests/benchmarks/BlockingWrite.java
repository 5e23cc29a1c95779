package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A write that its thread waits for; most are done when {@code write} returns, and then nothing is parked. */
final class BlockingWrite implements Callback {
    private final Thread writer = Thread.currentThread();
    private volatile boolean done;
    private volatile @Nullable Throwable failure;

    private BlockingWrite() {}

    /** Writes a piece that is not the last. */
    static void write(Response response, ByteBuffer bytes) throws IOException {
        BlockingWrite write = new BlockingWrite();
        response.write(false, bytes, write);
        while (!write.done) {
            LockSupport.park(write);
        }
        Throwable cause = write.failure;
        if (cause != null) {
            throw new IOException("client gone", cause);
        }
    }

    @Override
    public void succeeded() {
        finish();
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        finish();
    }

    private void finish() {
        done = true;
        if (Thread.currentThread() != writer) {
            LockSupport.unpark(writer);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
