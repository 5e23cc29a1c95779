package io.patchbay.ingress.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that is read even while nobody asks, so that the end of it is seen at once.
 *
 * <p>Jetty's HTTP/1.1 does not read while a request is handled, and notices that a client is gone only when it writes.
 * Here the interest in reading stays with the selector ({@code armed}). The selector's thread reads what is there and
 * keeps it ({@code ahead}) until the connection fills its buffer from it: the connection sees what it always sees, one
 * small copy later. The end, or a failure, is told to who watches.
 *
 * <p>At most {@link #LIMIT} bytes are read ahead. Then the interest is taken back, the connection reads from the socket
 * itself, as it would anyway, and the interest returns with its next wait: a large body makes no detour, and a client
 * that sends on and on without reading is held back.
 *
 * <p>This is cheaper than not to watch: taking the interest back and asking for it anew with each request, as Jetty
 * does, are two system calls and often a wake-up of the selector's thread; and while armed, an empty socket is known to
 * be empty without asking. HTTP/2 always waits for more and sees the end by itself; the same rules serve it.
 */
final class ReadAheadEndPoint extends SocketChannelEndPoint {
    /** How much is read ahead at most, in bytes. */
    static final int LIMIT = 16 * 1024;

    private final Runnable fillable = new Fillable();
    private final HeadersClock headers = new HeadersClock();
    private final Object lock = new Object();
    /** Belongs to the selector's thread and holds nothing from one call to the next. */
    private final ByteBuffer scratch;
    private volatile SelectionKey key;

    private @Nullable ByteBuffer ahead;
    /** Whether the selector's thread has the interest in reading; both change together, under the lock. */
    private boolean armed;
    private boolean ended;
    private @Nullable Runnable whenGone;

    private volatile @Nullable ChunkEnds chunkEnds;

    /**
     * An end point.
     *
     * @param scratch what the selector's thread reads into, of {@link #LIMIT} bytes, shared by all its connections
     */
    ReadAheadEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler,
            ByteBuffer scratch) {
        super(channel, selector, key, scheduler);
        this.key = key;
        this.scratch = scratch;
    }

    /** How far the next request is, where there is one at a time. */
    HeadersClock headers() {
        return headers;
    }

    /**
     * Refuses a request whose headers are on their way for too long. What has come and was not looked at yet is not: the
     * gateway is late, not the client.
     *
     * @return whether it was refused now
     */
    boolean refuseHeadersIfOlder(long limitNanos) {
        synchronized (lock) {
            return ahead == null && headers.refuseIfOlder(limitNanos);
        }
    }

    /** Calls an action, once, on a thread of its own, if the client goes before {@link #unwatch}. */
    void watch(Runnable action) {
        boolean gone;
        synchronized (lock) {
            gone = ended;
            whenGone = action;
            if (!gone && room() > 0) {
                arm();
            }
        }
        if (gone) {
            tellGone();
        }
    }

    /** The response to this request is a stream in chunks, each of which must be seen to end when it is written. */
    void endsChunks() {
        chunkEnds = new ChunkEnds();
    }

    @Override
    public void write(Callback callback, ByteBuffer... buffers) {
        ChunkEnds ends = chunkEnds;
        super.write(callback, ends == null ? buffers : ends.move(buffers));
    }

    /** Nobody wants to know any more whether the client goes. */
    void unwatch() {
        synchronized (lock) {
            whenGone = null;
        }
    }

    /** The request is answered. */
    void requestEnds() {
        headers.requestEnds();
        synchronized (lock) {
            whenGone = null;
            chunkEnds = null;
            if (ahead != null) {
                headers.received();
            }
        }
    }

    /** From now on HTTP/2, which has many requests at a time and limits of its own for their headers. */
    @Override
    public void upgrade(Connection newConnection) {
        headers.requestBegins();
        super.upgrade(newConnection);
    }

    @Override
    public void replaceKey(SelectionKey newKey) {
        key = newKey;
        super.replaceKey(newKey);
    }

    @Override
    public @Nullable Runnable onSelected() {
        if (!key.isReadable()) {
            return super.onSelected();
        }
        Runnable task;
        synchronized (lock) {
            readAhead();
            boolean stay = !ended && room() > 0;
            if (stay && !key.isWritable()) {
                task = isFillInterested() ? fillable : null;
            } else {
                // First, since a key that was cancelled meanwhile says so by an exception.
                armed = false;
                task = super.onSelected();
                if (stay) {
                    arm();
                }
            }
        }
        if (ended) {
            tellGone();
        }
        return task;
    }

    /**
     * Asks the selector to watch for more, unless it does. Under the lock, as where the interest is taken back:
     * otherwise one thread could take back what another has just asked for, and nobody would ever read again.
     */
    private void arm() {
        if (!armed) {
            armed = true;
            super.needsFillInterest();
        }
    }

    private void readAhead() {
        scratch.clear().limit(room());
        try {
            int read = getChannel().read(scratch);
            if (read > 0) {
                notIdle();
                keep(scratch.flip());
                headers.received();
            }
            ended = read < 0;
        } catch (IOException e) {
            ended = true;
        }
    }

    private void keep(ByteBuffer more) {
        ByteBuffer before = ahead;
        ByteBuffer all = ByteBuffer.allocate(more.remaining() + (before == null ? 0 : before.remaining()));
        if (before != null) {
            all.put(before);
        }
        ahead = all.put(more).flip();
    }

    private int room() {
        return ahead == null ? LIMIT : LIMIT - ahead.remaining();
    }

    /** A write that has begun since the timer saw an idle connection has its own time. */
    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        if (getIdleFor() >= getIdleTimeout()) {
            super.onIdleExpired(timeout);
        }
    }

    /** However it was closed: an answer to it is not wanted any more. */
    @Override
    public void onClose(@Nullable Throwable cause) {
        try {
            super.onClose(cause);
        } finally {
            tellGone();
        }
    }

    /** On another thread, since it may take its time and the selector's must not. */
    private void tellGone() {
        Runnable action;
        synchronized (lock) {
            action = whenGone;
            whenGone = null;
        }
        if (action != null) {
            Thread.startVirtualThread(action);
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (lock) {
            ByteBuffer kept = ahead;
            if (kept != null) {
                int filled = take(kept, buffer);
                ahead = kept.hasRemaining() ? kept : null;
                return filled;
            }
            if (armed && !isInputShutdown()) {
                return 0;
            }
        }
        int filled = super.fill(buffer);
        if (filled > 0) {
            headers.received();
        }
        return filled;
    }

    private static int take(ByteBuffer kept, ByteBuffer buffer) {
        int position = BufferUtil.flipToFill(buffer);
        try {
            return BufferUtil.put(kept, buffer);
        } finally {
            BufferUtil.flipToFlush(buffer, position);
        }
    }

    @Override
    protected void needsFillInterest() {
        synchronized (lock) {
            if (ahead == null && !ended && !isInputShutdown()) {
                arm();
                return;
            }
        }
        Thread.startVirtualThread(fillable);
    }

    /** Tells who waits for more that there is more. */
    private final class Fillable implements Invocable.Task {
        @Override
        public void run() {
            getFillInterest().fillable();
        }

        @Override
        public InvocationType getInvocationType() {
            return getFillInterest().getCallbackInvocationType();
        }
    }
}
