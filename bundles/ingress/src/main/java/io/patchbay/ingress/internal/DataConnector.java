package io.patchbay.ingress.internal;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * Listens on one address, for HTTP/1.1 and for HTTP/2 without TLS, and counts the requests that came in there.
 */
final class DataConnector extends ServerConnector {
    /** A stream holds its buffers as long as it lives, and most of what it sends is smaller than this. */
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final int MAX_RESPONSE_HEADER_BYTES = 64 * 1024;
    private static final int MAX_STREAMS_PER_CONNECTION = 1_000;
    private static final int ACCEPT_QUEUE = 4 * 1024;
    private static final long DRAIN_POLL_MS = 20;

    private final AtomicInteger openRequests = new AtomicInteger();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(ReadAheadEndPoint.LIMIT);
    private final NetworkConnectionLimit connectionLimit;
    private final HttpConfiguration http;
    private final boolean loopback;

    DataConnector(Server server, Address address, Settings settings) {
        this(server, address, settings, http());
    }

    private DataConnector(Server server, Address address, Settings settings, HttpConfiguration http) {
        super(server, null, null, new OwnRequestBuffers(server.getByteBufferPool()), 1, 1,
                new HttpConnectionFactory(http), http2(http));
        this.http = http;
        this.loopback = address.loopback();
        this.connectionLimit = new NetworkConnectionLimit(settings.maxConnections(), this);
        addBean(connectionLimit);
        setHost(address.host().isEmpty() ? null : address.host());
        setPort(address.port());
        setAcceptQueueSize(ACCEPT_QUEUE);
        setShutdownIdleTimeout(-1);
        apply(settings);
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setInputBufferSize(BUFFER_BYTES);
        http.setUseInputDirectByteBuffers(false);
        http.setOutputBufferSize(BUFFER_BYTES);
        // It takes 100 KB of every connection that is used twice, and costs more time than it saves.
        http.setHeaderCacheSize(0);
        http.setResponseHeaderSize(BUFFER_BYTES);
        http.setMaxResponseHeaderSize(MAX_RESPONSE_HEADER_BYTES);
        // The names of models have slashes, and in a path some clients encode them.
        http.setUriCompliance(UriCompliance.DEFAULT.with("PATCHBAY", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        return http;
    }

    private static HTTP2CServerConnectionFactory http2(HttpConfiguration http) {
        HTTP2CServerConnectionFactory factory = new HTTP2CServerConnectionFactory(http);
        factory.setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION);
        return factory;
    }

    /** Takes over those settings that need no new connector; they hold for new connections. */
    void apply(Settings settings) {
        http.setRequestHeaderSize(settings.maxHeaderBytes());
        setIdleTimeout(settings.idleTimeoutMs());
        connectionLimit.setMaxNetworkConnectionCount(settings.maxConnections());
    }

    /** Whether only programs on this machine can connect. */
    boolean loopback() {
        return loopback;
    }

    /** Counts a request in, and says how many there are with it. */
    int requestBegins() {
        return openRequests.incrementAndGet();
    }

    void requestEnds() {
        openRequests.decrementAndGet();
    }

    /** Refuses the requests whose headers are on their way for longer than allowed, with an answer that is given. */
    void refuseSlowHeaders(int timeoutMs, Supplier<ByteBuffer> answer) {
        long limit = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (EndPoint endPoint : getConnectedEndPoints()) {
            if (endPoint instanceof ReadAheadEndPoint slow && slow.refuseHeadersIfOlder(limit)) {
                slow.write(Callback.from(slow::close), answer.get());
            }
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        ReadAheadEndPoint endPoint = new ReadAheadEndPoint(channel, selector, key, getScheduler(), scratch);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** Frees the port; connections stay, and each ends after the request that is or will be sent on it. */
    void stopAccepting() {
        close();
        for (Graceful sessions : getContainedBeans(Graceful.class)) {
            var _ = sessions.shutdown();
        }
        var _ = shutdown();
    }

    /** Waits until all clients are gone, or the time is over. */
    void awaitConnections(long deadline) throws InterruptedException {
        while (!getConnectedEndPoints().isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(DRAIN_POLL_MS);
        }
    }

    /** Waits until no request is left and none comes, or the time is over. */
    void awaitRequests(long deadline) throws InterruptedException {
        int quiet = 0;
        while (quiet < 2 && System.nanoTime() - deadline < 0) {
            Thread.sleep(DRAIN_POLL_MS);
            quiet = busy() ? 0 : quiet + 1;
        }
    }

    private boolean busy() {
        return openRequests.get() > 0 || getConnectedEndPoints().stream()
                .anyMatch(endPoint -> endPoint instanceof ReadAheadEndPoint client && client.headers().receiving());
    }

    /**
     * Where to listen.
     *
     * @param host a name or address; empty for all
     * @param port 0 for any that is free
     */
    record Address(String host, int port) {
        /** The address of this machine that others cannot reach. */
        static final String LOOPBACK = "127.0.0.1";

        boolean loopback() {
            return host.equals(LOOPBACK);
        }

        @Override
        public String toString() {
            return (host.isEmpty() ? "all addresses" : host) + ", port " + port;
        }
    }
}
