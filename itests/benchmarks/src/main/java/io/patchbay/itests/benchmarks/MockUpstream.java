package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that answers like an OpenAI endpoint and takes next to nothing of the machine that it shares with what is
 * measured: one thread, one selector, ready-made messages.
 *
 * <p>{@code POST /v1/chat/completions} answers a completion of about 1.2 KB, or with {@code "stream":true} a stream of
 * events; {@code GET /v1/models} names one model. Headers {@code x-mock-events}, {@code x-mock-interval-ms} and
 * {@code x-mock-delay-ms} set the pace; without them the request's {@link Marker} does, and without a marker the
 * arguments: {@code --port N [--events N] [--interval-ms N] [--delay-ms N] [--with-parent]}. With the last one the
 * process ends when its standard input does.
 */
public final class MockUpstream {
    private static final int BACKLOG = 4096;
    private static final long ACCEPT_PAUSE_NANOS = 10_000_000L;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Pace defaults;
    private final ByteBuffer input = ByteBuffer.allocate(64 * 1024);
    private final PriorityQueue<MockConnection> timers =
            new PriorityQueue<>(Comparator.comparingLong(MockConnection::dueNanos));

    /** How an answer is given: number of events, and milliseconds between them and before the first byte. */
    record Pace(int events, int intervalMs, int delayMs) {}

    private MockUpstream(int port, Pace defaults) throws IOException {
        this.defaults = defaults;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves until it is killed, or until its parent is gone. */
    public static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.of(args);
        arguments.endWithParent();
        Pace pace = new Pace(
                arguments.number("events", 20), arguments.number("interval-ms", 50), arguments.number("delay-ms", 0));
        new MockUpstream(arguments.number("port", 9090), pace).serve();
    }

    private void serve() throws IOException {
        while (selector.isOpen()) {
            fireTimers();
            MockConnection next = timers.peek();
            if (next == null) {
                selector.select(this::ready);
            } else {
                long wait = next.dueNanos() - System.nanoTime();
                if (wait > 0) {
                    selector.select(this::ready, 1 + TimeUnit.NANOSECONDS.toMillis(wait - 1));
                } else {
                    selector.selectNow(this::ready);
                }
            }
        }
    }

    private void fireTimers() {
        long now = System.nanoTime();
        for (MockConnection next = timers.peek(); next != null && next.dueNanos() <= now; next = timers.peek()) {
            timers.remove();
            next.onTimer();
        }
    }

    private void ready(SelectionKey key) {
        if (key.isValid() && key.isAcceptable()) {
            accept();
        } else if (key.attachment() instanceof MockConnection connection) {
            connection.onReady(input);
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new MockConnection(this, channel, key));
            }
        } catch (IOException e) {
            // no file left for another connection: those who wait may get one when others close
            System.err.println("accept: " + e);
            LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
        }
    }

    Pace defaults() {
        return defaults;
    }

    /** Calls {@link MockConnection#onTimer()} when it is due. */
    void schedule(MockConnection connection) {
        timers.add(connection);
    }
}
