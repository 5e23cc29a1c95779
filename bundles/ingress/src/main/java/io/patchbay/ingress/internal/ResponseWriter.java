package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response. Each write waits until the client's connection has taken it: that is the back-pressure.
 */
final class ResponseWriter implements Callback {
    static final String REQUEST_ID = "x-request-id";

    private static final String UPSTREAM_REQUEST_ID = "x-patchbay-upstream-request-id";
    /** What is handed to the connection at once: the JDK copies it, as a whole, each time that a part of it is taken. */
    private static final int PIECE = 64 * 1024;

    private final Response response;
    private final String requestId;
    private final @Nullable ReadAheadEndPoint client;
    private @Nullable Thread waiting;
    private @Nullable Throwable failure;
    private volatile boolean written;

    /**
     * A writer.
     *
     * @param client the connection, where it has one request at a time
     */
    ResponseWriter(Response response, String requestId, @Nullable ReadAheadEndPoint client) {
        this.response = response;
        this.requestId = requestId;
        this.client = client;
    }

    /** Whether the first bytes are out, so that the status cannot change any more. */
    boolean committed() {
        return response.isCommitted();
    }

    /** Sets status and headers: the answer's, but for those that belong to the connection or are ours. */
    void begin(int status, Answer answer) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        fields.put(REQUEST_ID, requestId);
        answer.headers().forEach((name, value) -> {
            HttpField field = new HttpField(name, value);
            HttpHeader known = field.getHeader();
            if (known == null) {
                fields.add(name.equalsIgnoreCase(REQUEST_ID) ? new HttpField(UPSTREAM_REQUEST_ID, value) : field);
            } else if (!ours(known)) {
                fields.add(field);
            }
        });
    }

    private static boolean ours(HttpHeader name) {
        return switch (name) {
            case CONNECTION, CONTENT_LENGTH, DATE, KEEP_ALIVE, TRAILER, TRANSFER_ENCODING, UPGRADE -> true;
            default -> false;
        };
    }

    /** Asks for chunks even where the connection ends with the response: a cut must not look like an end. */
    void chunked() {
        response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED);
    }

    /** Writes an answer that is one body, with its length. */
    void whole(Answer answer) throws IOException {
        Bytes body = bodyOf(answer);
        begin(answer.status(), answer);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.size());
        write(body, true);
    }

    /** Writes an error, with the status and the headers that HTTP asks for, whatever the dialect says. */
    void refuse(Refusal refusal, Optional<Dialect> dialect) throws IOException {
        Answer answer = Errors.answer(dialect, refusal.error());
        Bytes body = bodyOf(answer);
        response.reset();
        begin(refusal.status(), answer);
        refusal.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.size());
        write(body, true);
    }

    /** The body, once the answer has come to its proper end. */
    static Bytes bodyOf(Answer answer) {
        Optional<Frame> frame = answer.next();
        if (frame.isEmpty()) {
            return Bytes.EMPTY;
        }
        if (answer.next().isPresent()) {
            throw new GatewayException(ErrorKind.INTERNAL, "An answer that is not streamed has more than one frame.");
        }
        return bytesOf(frame.get());
    }

    static Bytes bytesOf(Frame frame) {
        return frame.bytes().orElseThrow(
                () -> new GatewayException(ErrorKind.INTERNAL, "A frame came to the client without bytes."));
    }

    /** Writes bytes and waits until they are taken. */
    void write(Bytes bytes, boolean last) throws IOException {
        if (last && client != null) {
            // from now on it may go
            client.unwatch();
        }
        int from = 0;
        do {
            int to = Math.min(bytes.size(), from + PIECE);
            ByteBuffer piece = bytes.slice(from, to).read(ByteBuffer::wrap);
            written = false;
            waiting = Thread.currentThread();
            beginWrite();
            response.write(last && to == bytes.size(), piece, this);
            await();
            from = to;
        } while (from < bytes.size());
    }

    /** Writes bytes without waiting; until the callback is called, nothing else may be written. */
    void writeLater(Bytes bytes, Callback callback) {
        beginWrite();
        response.write(false, bytes.read(ByteBuffer::wrap), callback);
    }

    /** The time that the client has to take what is written begins, whatever it was quiet for before. */
    private void beginWrite() {
        if (client != null) {
            client.notIdle();
        }
    }

    private void await() throws IOException {
        boolean interrupted = false;
        while (!written) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable cause = failure;
        if (cause != null) {
            throw new IOException("the client does not take the answer", cause);
        }
    }

    @Override
    public void succeeded() {
        Thread thread = waiting;
        written = true;
        if (thread != Thread.currentThread()) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        succeeded();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public String toString() {
        return "ResponseWriter[" + requestId + "]";
    }
}
