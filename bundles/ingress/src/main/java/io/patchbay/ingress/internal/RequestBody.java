package io.patchbay.ingress.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads the body of a request, on the calling thread, within limits of size and of time.
 */
final class RequestBody {
    /** What is allocated at most on the mere word of a content-length. */
    private static final int MAX_FIRST_ALLOCATION = 64 * 1024;
    private static final int FIRST_ALLOCATION = 4 * 1024;

    private final int maxBytes;
    private byte[] bytes = {};
    private int size;

    private RequestBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Reads the body and undoes its content encoding.
     *
     * @throws Refusal if it is too slow, or encoded in a way that is not served
     * @throws GatewayException if it is too large, or malformed
     * @throws IOException if the client breaks off
     */
    static Bytes read(Request request, Settings settings) throws IOException {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        if (!plain && !encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
            throw new Refusal(415, Headers.of("accept-encoding", "gzip, identity"), new GatewayException(
                    ErrorKind.INVALID_REQUEST, "The content encoding of the body must be gzip or none."));
        }
        long length = request.getLength();
        if (length == 0) {
            return Bytes.EMPTY;
        }
        RequestBody body = new RequestBody(settings.maxBodyBytes());
        if (length > body.maxBytes) {
            throw body.tooLarge();
        }
        body.receive(request, length, settings.bodyTimeoutMs());
        return plain ? body.bytes() : gunzip(body.bytes(), settings.maxBodyBytes());
    }

    /** Reads what is left of a body that nobody wants, so that the client can send it and then read its answer. */
    static void discard(Request request, int timeoutMs) throws IOException {
        Arrival arrival = new Arrival(timeoutMs);
        for (boolean last = false; !last;) {
            Content.Chunk chunk = arrival.next(request);
            last = chunk.isLast();
            chunk.release();
        }
    }

    private void receive(Request request, long length, int timeoutMs) throws IOException {
        Arrival arrival = new Arrival(timeoutMs);
        for (boolean last = false; !last;) {
            Content.Chunk chunk = arrival.next(request);
            try {
                add(chunk.getByteBuffer(), length);
                last = chunk.isLast();
            } finally {
                chunk.release();
            }
        }
    }

    private void add(ByteBuffer more, long announced) {
        int length = more.remaining();
        reserve(length, announced);
        more.get(bytes, size, length);
        size += length;
    }

    /** Makes room: at first for as much as was announced, where that is little, and else by doubling. */
    private void reserve(int more, long announced) {
        if (more > maxBytes - size) {
            throw tooLarge();
        }
        int needed = size + more;
        if (needed > bytes.length) {
            long target = size == 0
                    ? Math.min(announced < 0 ? FIRST_ALLOCATION : announced, MAX_FIRST_ALLOCATION)
                    : Math.min(2L * bytes.length, announced < 0 ? maxBytes : announced);
            bytes = Arrays.copyOf(bytes, (int) Math.max(target, needed));
        }
    }

    private Bytes bytes() {
        return Bytes.wrap(bytes, 0, size);
    }

    private static Bytes gunzip(Bytes compressed, int maxBytes) {
        RequestBody body = new RequestBody(maxBytes);
        try (InputStream in = compressed
                .read((array, offset,
                        length) -> new GZIPInputStream(new ByteArrayInputStream(array, offset, length)))) {
            byte[] piece = new byte[FIRST_ALLOCATION];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                body.add(ByteBuffer.wrap(piece, 0, n), -1);
            }
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The body is not the gzip that its header says.", e);
        }
        return body.bytes();
    }

    private GatewayException tooLarge() {
        return new GatewayException(ErrorKind.TOO_LARGE, "The body is larger than " + maxBytes + " bytes.");
    }

    /** Waits for the pieces of a body, until the time for the whole of it is over. */
    private static final class Arrival implements Invocable.Task {
        private final Thread reader = Thread.currentThread();
        private final int timeoutMs;
        private final long deadline;
        private volatile boolean arrived;

        Arrival(int timeoutMs) {
            this.timeoutMs = timeoutMs;
            this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        }

        Content.Chunk next(Request request) throws IOException {
            Content.Chunk chunk = request.read();
            while (chunk == null) {
                await(request);
                chunk = request.read();
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (chunk.getFailure() instanceof TimeoutException) {
                    throw tooSlow();
                }
                if (chunk.getFailure() instanceof HttpException) {
                    throw new GatewayException(ErrorKind.INVALID_REQUEST, "The body's chunks are malformed.",
                            chunk.getFailure());
                }
                throw new IOException("the body broke off", chunk.getFailure());
            }
            return chunk;
        }

        private void await(Request request) {
            arrived = false;
            request.demand(this);
            while (!arrived) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw tooSlow();
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new GatewayException(ErrorKind.OVERLOADED, "The gateway is being stopped.");
                }
            }
        }

        private Refusal tooSlow() {
            return new Refusal(408, Headers.EMPTY, new GatewayException(ErrorKind.INVALID_REQUEST,
                    "The body did not arrive within " + timeoutMs + " ms."));
        }

        @Override
        public void run() {
            arrived = true;
            LockSupport.unpark(reader);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
