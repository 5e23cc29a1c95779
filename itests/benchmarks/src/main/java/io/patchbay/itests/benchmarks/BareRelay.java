package io.patchbay.itests.benchmarks;

import java.net.InetAddress;
import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * The yardstick: a process that passes requests on and answers back with Jetty on virtual threads in blocking style,
 * and does nothing else. Arguments: {@code --port N --upstream URL [--with-parent]}.
 *
 * <p>What made it cheap: one selector on each side; the client's listeners declared non-blocking, so that its selector
 * thread parses the answer itself and wakes the waiting virtual thread once; pooled buffers; no decoders, no protocol
 * handlers, no cookies. What holds thousands of streams: buffers of 4 KB, which go back to the pool while a connection
 * waits, and no limit on connections below the number of streams.
 */
public final class BareRelay {
    private static final int BUFFER = 4096;
    private static final int HEADERS = 8192;
    private static final int BACKLOG = 4096;
    private static final int MAX_CONNECTIONS = 20_000;
    /** Longer than any pause of a benchmark: a connection that idles out just as it is used is a failed request. */
    private static final long IDLE_MS = 300_000;

    private BareRelay() {}

    /** Relays until it is killed, or until its parent is gone. */
    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        arguments.endWithParent();
        URI upstream = URI.create(arguments.text("upstream", "http://127.0.0.1:9090"));

        ThreadPool threads = threads();
        ByteBufferPool buffers = new ArrayByteBufferPool();
        HttpClient client = client(threads, buffers);
        Server server = new Server(threads, null, buffers);
        server.addBean(client);
        server.addConnector(connector(server, buffers, arguments.number("port", 9091)));
        server.setHandler(new RelayHandler(client, upstream));
        server.start();
        // both are filled when the client starts
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
        server.join();
    }

    /** Few platform threads, for the selectors and the acceptor; everything that may block gets a virtual one. */
    private static ThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        return threads;
    }

    private static ServerConnector connector(Server server, ByteBufferPool buffers, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADERS);
        http.setResponseHeaderSize(BUFFER);
        http.setOutputBufferSize(BUFFER);
        HttpConnectionFactory factory = new HttpConnectionFactory(http);
        factory.setInputBufferSize(BUFFER);
        ServerConnector connector = new ServerConnector(server, null, null, buffers, 1, 1, factory);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE_MS);
        return connector;
    }

    private static HttpClient client(ThreadPool threads, ByteBufferPool buffers) {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        HttpClient client = new HttpClient(transport);
        client.setExecutor(threads);
        client.setByteBufferPool(buffers);
        client.setRequestBufferSize(BUFFER);
        client.setResponseBufferSize(BUFFER);
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(MAX_CONNECTIONS);
        client.setIdleTimeout(IDLE_MS);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        return client;
    }
}
