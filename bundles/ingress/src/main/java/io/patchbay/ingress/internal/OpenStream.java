package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.util.Callback;

/**
 * A streamed answer on its way to the client: each frame is written when it comes, and a comment where none comes for
 * long. The timer writes the comments; the turn sees to it that they stand between frames.
 */
final class OpenStream {
    private final ResponseWriter writer;
    private final Dialect dialect;
    private final boolean events;
    private final Bytes comment;
    private final Semaphore turn = new Semaphore(1);
    private volatile boolean busy = true;
    /** Used by the timer alone. */
    private long quietSince;

    /**
     * A stream.
     *
     * @param events whether it is one of events, among which the dialect can write; a body that comes in pieces is none
     */
    OpenStream(ResponseWriter writer, Dialect dialect, boolean events) {
        this.writer = writer;
        this.dialect = dialect;
        this.events = events;
        this.comment = events ? dialect.keepAlive().orElse(Bytes.EMPTY) : Bytes.EMPTY;
    }

    /**
     * Writes the whole stream. If it breaks off, its last bytes are the dialect's error.
     *
     * @throws GatewayException if it breaks off before its first byte is out
     * @throws IOException if the client does not take it, or cannot be told that it broke off
     */
    void write(Answer answer) throws IOException {
        try {
            for (Optional<Frame> frame = answer.next(); frame.isPresent(); frame = answer.next()) {
                write(ResponseWriter.bytesOf(frame.get()));
            }
        } catch (RuntimeException e) {
            end(Errors.of(e));
            return;
        }
        turn.acquireUninterruptibly();
        writer.write(Bytes.EMPTY, true);
    }

    private void write(Bytes bytes) throws IOException {
        turn.acquireUninterruptibly();
        try {
            writer.write(bytes, false);
        } finally {
            turn.release();
        }
        busy = true;
    }

    /** From here on no comment gets its turn. */
    private void end(GatewayException error) throws IOException {
        turn.acquireUninterruptibly();
        if (!writer.committed()) {
            throw error;
        }
        boolean told = events && error.kind() != ErrorKind.CANCELLED;
        Bytes last = told ? dialect.writeStreamError(error) : Bytes.EMPTY;
        if (last.isEmpty()) {
            throw new IOException("the stream broke off", error);
        }
        writer.write(last, true);
    }

    /** Writes a comment if nothing was written for long; called by the timer now and then. */
    void keepAlive(long now, long afterNanos) {
        if (busy) {
            busy = false;
            quietSince = now;
        } else if (now - quietSince >= afterNanos && !comment.isEmpty() && turn.tryAcquire()) {
            quietSince = now;
            writer.writeLater(comment, Callback.from(turn::release));
        }
    }
}
