package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through Jetty's client.
 *
 * <p>The thread that carries the exchange parks; Jetty's selector thread copies what the socket has, up to
 * {@value #AHEAD_BYTES} bytes ahead, and wakes it. A reader on another thread would have to wake the selector after every
 * piece; this way a small answer costs one wake-up in all. Ahead by that much, the selector stops reading, and TCP stops
 * the upstream, until the frames are pulled.
 */
final class Call implements Response.Listener, Invocable.Task {
    private static final int AHEAD_BYTES = 16 << 10;
    private static final long RELEASE_NANOS = 50_000_000;

    private final Request outbound;
    private final Cancellation cancellation;
    private final Cancellation.Registration onCancel;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ahead = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private Content.@Nullable Source source;
    private @Nullable Response begun;
    private boolean last;
    private volatile @Nullable Response response;
    private volatile boolean released;
    private volatile boolean complete;
    private volatile boolean sent;
    private volatile @Nullable Connection own;
    private volatile @Nullable Thread reader;

    /**
     * A call that is not sent yet.
     *
     * @param cancellation fires when its answer is no longer wanted
     * @param outbound what is sent
     */
    Call(Cancellation cancellation, Request outbound) {
        this.cancellation = cancellation;
        this.outbound = outbound;
        outbound.onRequestSuccess(_ -> sent = true);
        onCancel = cancellation.onCancel(this::cancelled);
    }

    /** Sends the request on a connection of the pool, now or when there is one. */
    void send() {
        outbound.send(this);
    }

    /** Sends the request on a connection that serves nothing else. */
    void sendOn(Connection connection) {
        own = connection;
        if (failure.get() == null) {
            connection.send(outbound, this);
        } else {
            connection.close();
        }
    }

    /**
     * Waits for the answer's headers.
     *
     * @return the answer's status and headers, or {@code null} if a kept-alive connection was closed before it took the
     *         request
     * @throws GatewayException if there is no answer
     */
    @Nullable
    Response headers() {
        reader = Thread.currentThread();
        while (response == null && failure.get() == null) {
            park();
        }
        Response head = response;
        if (head != null) {
            return head;
        }
        over();
        Throwable cause = failure.get();
        if (cause == null || stale(cause)) {
            return null;
        }
        throw Failures.of(cause, false);
    }

    /**
     * Waits for a piece of the body and gives it to a framer; after {@link #headers}.
     *
     * @return whether there was one; if not, the body has come to its end
     * @throws GatewayException if the body breaks off, or the framer refuses it
     */
    boolean read(Framer framer) {
        reader = Thread.currentThread();
        while (true) {
            boolean noMore = complete || failure.get() != null;
            byte[] piece = pieces.poll();
            if (piece != null) {
                framer.add(piece);
                taken(piece.length);
                return true;
            }
            if (noMore) {
                Throwable cause = failure.get();
                if (cause != null) {
                    throw Failures.of(cause, true);
                }
                awaitRelease();
                return false;
            }
            park();
        }
    }

    /** Gives the call up: whoever waits is told why, and the connection is closed. */
    void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            pieces.clear();
            var _ = outbound.abort(cause);
            wake();
        }
    }

    /** The call is over: its cancellation means nothing any more. */
    void over() {
        onCancel.close();
    }

    @Override
    public void onBegin(Response head) {
        begun = head;
    }

    @Override
    public void onContentSource(Response head, Content.Source body) {
        source = body;
        begun = head;
        readAhead(body);
    }

    @Override
    public void onComplete(Result result) {
        if (result.isFailed() && !last) {
            failure.compareAndSet(null, result.getFailure());
        }
        released = true;
        tell();
        Connection connection = own;
        if (connection != null) {
            connection.close();
        }
    }

    /** There is something to read, or there is a failure to be read. */
    @Override
    public void run() {
        Content.Source body = source;
        if (body != null) {
            readAhead(body);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Reads until there is no more for now, or enough, and wakes the reader; never on two threads at once. */
    private void readAhead(Content.Source body) {
        boolean more = true;
        while (more && !last && !pausing()) {
            Content.Chunk chunk = body.read();
            if (chunk == null) {
                more = false;
            } else if (Content.Chunk.isFailure(chunk)) {
                failure.compareAndSet(null, chunk.getFailure());
                break;
            } else {
                copy(chunk);
                chunk.release();
            }
        }
        // At the end the connection goes back to the pool before onComplete, so that the reader's next request finds it.
        if (!last || !sent) {
            tell();
        }
        if (!more) {
            body.demand(this);
        }
    }

    private void copy(Content.Chunk chunk) {
        int size = chunk.remaining();
        if (size > 0) {
            byte[] piece = new byte[size];
            chunk.getByteBuffer().get(piece);
            ahead.addAndGet(size);
            pieces.add(piece);
        }
        last = chunk.isLast();
    }

    /** Whether enough was read ahead; then whoever takes a piece goes on. */
    private boolean pausing() {
        if (ahead.get() < AHEAD_BYTES) {
            return false;
        }
        paused.set(true);
        return ahead.get() >= AHEAD_BYTES || !paused.compareAndSet(true, false);
    }

    private void taken(int size) {
        Content.Source body = source;
        if (ahead.addAndGet(-size) < AHEAD_BYTES && paused.compareAndSet(true, false) && body != null) {
            body.demand(this);
        }
    }

    private void cancelled() {
        cancellation.reason().ifPresent(this::fail);
    }

    /** Whether the connection had served before and was closed without a word: the upstream may never have read it. */
    private boolean stale(Throwable cause) {
        return cause instanceof IOException
                && begun == null
                && own == null
                && outbound.getConnection() instanceof org.eclipse.jetty.io.Connection connection
                && connection.getMessagesOut() > 1;
    }

    /**
     * Waits until the connection is back in the pool, for the next request to find it. That is at once, but for an
     * upstream that answers before it has taken the whole request.
     */
    private void awaitRelease() {
        long until = System.nanoTime() + RELEASE_NANOS;
        long left = RELEASE_NANOS;
        while (!released && left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
    }

    /** Parks this thread until it is woken; an interrupt ends the call. */
    private void park() {
        LockSupport.park(this);
        if (Thread.currentThread().isInterrupted()) {
            fail(new GatewayException(ErrorKind.CANCELLED, "The request was interrupted."));
        }
    }

    /** Lets the reader see how far the answer has come. */
    private void tell() {
        if (source != null) {
            response = begun;
        }
        complete = last;
        wake();
    }

    private void wake() {
        LockSupport.unpark(reader);
    }
}
