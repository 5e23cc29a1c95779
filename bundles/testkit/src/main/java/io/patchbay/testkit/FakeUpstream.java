package io.patchbay.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An HTTP/1.1 server on a free loopback port that does what its scripts say, byte by byte, and records what it receives.
 *
 * <p>Each request takes the next script; where none is left, the one of {@link #otherwise}. The last 10,000 requests are
 * kept, so that hours of load don't fill the test's memory. Safe for use by many threads.
 */
public final class FakeUpstream implements AutoCloseable {
    private static final int CLOSED_BACKLOG_ATTEMPTS = 64;
    private static final long CONNECT_MS = 100;
    private static final int KEPT_REQUESTS = 10_000;

    private final ServerSocket server;
    private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<ReceivedRequest> untaken = new LinkedBlockingQueue<>();
    private final BlockingQueue<ReceivedRequest> received = new LinkedBlockingQueue<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<Closeable> blockers = new ArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Function<ReceivedRequest, Script> otherwise =
            request -> Script.json(500, "{\"error\":{\"message\":\"no script for " + request.method() + "\"}}");

    private FakeUpstream(int backlog) {
        try {
            server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that runs. */
    public static FakeUpstream start() {
        FakeUpstream upstream = new FakeUpstream(1_000);
        upstream.acceptor.start();
        return upstream;
    }

    /** A server that does not even let a connection stand: whoever connects waits for its connect time-out. */
    public static FakeUpstream neverAccepting() {
        FakeUpstream upstream = new FakeUpstream(1);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream.port());
        try {
            // The system completes connections that nobody accepts until the backlog is full.
            for (int i = 0; i < CLOSED_BACKLOG_ATTEMPTS; i++) {
                SocketChannel blocker = SocketChannel.open();
                upstream.blockers.add(blocker);
                if (!stands(blocker, address)) {
                    return upstream;
                }
            }
        } catch (IOException e) {
            upstream.close();
            throw new UncheckedIOException(e);
        }
        upstream.close();
        throw new IllegalStateException("this system accepts connections without end");
    }

    /** Whether a connection comes about: asked after the time is over, however late this thread is. */
    private static boolean stands(SocketChannel channel, InetSocketAddress address) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            if (channel.connect(address)) {
                return true;
            }
            selector.select(CONNECT_MS);
            return channel.finishConnect();
        }
    }

    /** A server that is gone: whoever connects is refused. */
    public static FakeUpstream refusing() {
        FakeUpstream upstream = new FakeUpstream(1);
        upstream.close();
        // Bound, but not listening: nobody else gets the port.
        Socket holder = new Socket();
        upstream.blockers.add(holder);
        try {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return upstream;
    }

    /** The port. */
    public int port() {
        return server.getLocalPort();
    }

    /** The address of the server's root, without a slash at its end. */
    public String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port();
    }

    /** Adds scripts for the next requests, one each. */
    public FakeUpstream answer(Script... next) {
        scripts.addAll(List.of(next));
        return this;
    }

    /** Sets what every request gets for which no script is left; status 500 unless said. */
    public FakeUpstream otherwise(Script script) {
        return otherwise(_ -> script);
    }

    /** Sets what every request gets for which no script is left. */
    public FakeUpstream otherwise(Function<ReceivedRequest, Script> choice) {
        otherwise = choice;
        return this;
    }

    /**
     * Waits up to 10 s for the next request that was not taken yet.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     * @throws AssertionError if none came
     */
    public ReceivedRequest take() throws InterruptedException {
        ReceivedRequest next = untaken.poll(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no request came within 10 s");
        }
        return next;
    }

    /** The requests so far, in the order in which they came; of very many, the last 10,000. */
    public List<ReceivedRequest> received() {
        return List.copyOf(received);
    }

    /** How many requests came so far. */
    public int asked() {
        return asked.get();
    }

    /** How many connections were made so far. */
    public int connections() {
        return accepted.get();
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        try {
            server.close();
            // The port is free only when nobody is left who waits for a connection.
            acceptor.join();
            for (Closeable blocker : blockers) {
                blocker.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(Connection::close);
    }

    Script receive(ReceivedRequest request) {
        keep(received, request);
        keep(untaken, request);
        asked.incrementAndGet();
        Script next = scripts.poll();
        return next != null ? next : otherwise.apply(request);
    }

    private static void keep(BlockingQueue<ReceivedRequest> requests, ReceivedRequest request) {
        requests.add(request);
        if (requests.size() > KEPT_REQUESTS) {
            requests.poll();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(this, server.accept(), accepted.incrementAndGet());
                connections.add(connection);
                if (server.isClosed()) {
                    connection.close();
                }
                Thread.startVirtualThread(() -> {
                    connection.run();
                    connections.remove(connection);
                });
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
