package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One kept-alive connection of the load generator with at most one request on it.
 *
 * <p>One thread may send while another reads: the answer to a request is read after its sending began.
 */
abstract class ClientConnection extends HttpReader {
    private static final byte[] CLOSE = Ascii.bytes("connection: close");
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final SocketChannel channel;
    private final byte[] stamp;
    private volatile long id;
    private volatile long startNanos;
    private volatile boolean waiting;
    private int status;
    private int stamps;
    private boolean closing;

    ClientConnection(Target target) throws IOException {
        stamp = Ascii.bytes(target.stamp().isEmpty() ? "" : target.stamp() + ':');
        channel = SocketChannel.open();
        try {
            channel.socket().connect(target.address(), CONNECT_TIMEOUT_MS);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    SocketChannel channel() {
        return channel;
    }

    long id() {
        return id;
    }

    long startNanos() {
        return startNanos;
    }

    /** Whether a request has no answer yet. */
    boolean waiting() {
        return waiting;
    }

    /** Whether the other side wants no more requests on this connection. */
    boolean closing() {
        return closing;
    }

    int status() {
        return status;
    }

    /** Whether the answer has its target's stamp as it must. */
    boolean stamped() {
        return stamp.length == 0 || stamps == 1;
    }

    /** Sends a request that counts from the given {@link System#nanoTime()}. */
    void send(Template request, long fromNanos) throws IOException {
        long newId = Marker.newId();
        id = newId;
        startNanos = fromNanos;
        waiting = true;
        ByteBuffer bytes = ByteBuffer.wrap(request.fill(newId));
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("request did not fit the socket buffer");
        }
    }

    /** Reads what there is. */
    void onReadable(ByteBuffer input) throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            throw new IOException(waiting ? "closed before the answer was whole" : "closed while idle");
        }
        feed(input.flip());
    }

    @Override
    void startLine(byte[] text, int length) throws IOException {
        if (!waiting) {
            throw new IOException("answer without a request");
        }
        status = (int) Ascii.decimal(text, STATUS_AT, length);
        closing = false;
        stamps = 0;
    }

    @Override
    void header(byte[] text, int length) {
        closing |= Ascii.isHeader(CLOSE, text, length);
        if (stamp.length > 0 && Ascii.isHeader(stamp, text, length)) {
            stamps++;
        }
    }

    @Override
    void end() throws IOException {
        waiting = false;
        finished();
    }

    /** The answer has arrived; its status and body are complete. */
    abstract void finished() throws IOException;

    void close() {
        waiting = false;
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("close: " + e);
        }
    }
}
