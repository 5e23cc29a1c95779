package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * One upstream answer, handed from the client's selector thread to the virtual thread that made this object and that
 * waits for it in plain blocking code.
 *
 * <p>An answer of known, small length wakes its reader once, when it is whole; any other wakes it at the headers and at
 * each piece. The selector thread reads a few pieces ahead and then stops until the reader catches up.
 */
final class RelayExchange implements Response.Listener {
    private static final int AHEAD = 8;
    private static final long LARGEST_WHOLE = 64 * 1024;

    private final Thread reader = Thread.currentThread();
    private final Queue<Content.Chunk> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ahead = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> held = new AtomicReference<>();
    private volatile @Nullable Response answer;
    private volatile @Nullable Throwable failure;
    private volatile boolean complete;
    private boolean whole;

    @Override
    public void onHeaders(Response response) {
        long length = response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        whole = length >= 0 && length <= LARGEST_WHOLE;
        answer = response;
        if (!whole) {
            LockSupport.unpark(reader);
        }
    }

    @Override
    public void onContent(Response response, Content.Chunk chunk, Runnable demand) {
        chunk.retain();
        chunks.add(chunk);
        if (whole) {
            demand.run();
            return;
        }
        LockSupport.unpark(reader);
        if (ahead.incrementAndGet() < AHEAD) {
            demand.run();
        } else {
            held.set(demand);
            demandWhatIsHeld();
        }
    }

    @Override
    public void onComplete(Result result) {
        failure = result.getFailure();
        complete = true;
        LockSupport.unpark(reader);
    }

    private void demandWhatIsHeld() {
        if (ahead.get() < AHEAD) {
            Runnable demand = held.getAndSet(null);
            if (demand != null) {
                demand.run();
            }
        }
    }

    /** Waits for the answer's status and headers, and for its body as well if it is small. */
    Response awaitAnswer() throws IOException {
        while (!complete && (answer == null || whole)) {
            LockSupport.park(this);
        }
        throwFailure();
        Response response = answer;
        if (response == null) {
            throw new IOException("no answer");
        }
        return response;
    }

    /** Whether the body was waited for. */
    boolean isWhole() {
        return whole;
    }

    /** Whether a piece can be had without waiting. */
    boolean hasNext() {
        return !chunks.isEmpty();
    }

    /** Waits for the next piece, which the caller must release; at the end an empty one that is the last. */
    Content.Chunk next() throws IOException {
        while (true) {
            boolean noMore = complete;
            Content.Chunk chunk = chunks.poll();
            if (chunk != null) {
                ahead.decrementAndGet();
                demandWhatIsHeld();
                return chunk;
            }
            if (noMore) {
                throwFailure();
                return Content.Chunk.EOF;
            }
            LockSupport.park(this);
        }
    }

    /** Gives up: the upstream connection is closed unless the answer is complete, and what was read is dropped. */
    void abandon(Throwable cause) {
        Response response = answer;
        if (response != null) {
            var _ = response.abort(cause);
        }
        for (Content.Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            chunk.release();
        }
    }

    private void throwFailure() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            throw new IOException("upstream failed", cause);
        }
    }
}
