package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.upstream.ConnectionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.java.client.JDK9ClientALPNProcessor;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.AbstractConnectorHttpClientTransport;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/** Makes Jetty clients that share threads, timers and buffers, and add nothing to a request. */
final class ClientFactory {
    /** Answers carry headers of a few kilobytes; what is far above is refused. */
    private static final int MAX_RESPONSE_HEADERS_BYTES = 64 << 10;
    private static final int MAX_REQUEST_HEADERS_BYTES = 64 << 10;
    /** A stream waits with a buffer of this size, so that many streams fit into memory. */
    private static final int BUFFER_BYTES = 4 << 10;
    private static final int MAX_THREADS = 200;
    private static final int MIN_THREADS = 2;

    private final Proxies proxies;
    private final QueuedThreadPool threads;
    private final Scheduler timers = new ScheduledExecutorScheduler("upstream-timer", true);
    private final ByteBufferPool buffers;

    /** Starts the shared parts. */
    ClientFactory(Map<String, String> environment, ByteBufferPool pool) {
        buffers = new OwnViews(pool);
        HeaderEncoders.find();
        proxies = new Proxies(environment);
        threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, 60_000, 0, null, null, threadFactory());
        LifeCycle.start(threads);
        LifeCycle.start(timers);
    }

    /** A started client. */
    Client client(ConnectionSettings settings) {
        try {
            return new Client(start(settings));
        } catch (Exception e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The provider's connection settings do not work.", e);
        }
    }

    /** Does something now and then, until closed. */
    void every(Duration pause, Runnable action) {
        timers.schedule(() -> {
            try {
                action.run();
            } finally {
                every(pause, action);
            }
        }, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops the shared parts. */
    void close() {
        LifeCycle.stop(timers);
        LifeCycle.stop(threads);
    }

    private HttpClient start(ConnectionSettings settings) throws Exception {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        connector.setConnectTimeout(settings.connectTimeout());
        connector.setTCPNoDelay(true);
        connector.setSslContextFactory(tls(settings));
        AbstractConnectorHttpClientTransport transport = transport(connector, settings);
        // What a selector thread calls only hands over, so that no other thread is needed in between.
        transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        HttpClient client = new HttpClient(transport);
        client.setExecutor(threads);
        client.setScheduler(timers);
        client.setByteBufferPool(buffers);
        client.setAddressResolutionTimeout(settings.connectTimeout().toMillis());
        client.setIdleTimeout(Client.KEPT.toMillis());
        client.setMaxConnectionsPerDestination(settings.maxConnections());
        client.setMaxRequestsQueuedPerDestination(settings.maxWaiting());
        client.setRequestBufferSize(BUFFER_BYTES);
        client.setResponseBufferSize(BUFFER_BYTES);
        client.setMaxRequestHeadersSize(MAX_REQUEST_HEADERS_BYTES);
        client.setMaxResponseHeadersSize(MAX_RESPONSE_HEADERS_BYTES);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        proxies.apply(settings, client);
        // Without a decoder of our own the client looks for those of an optional bundle.
        client.getContentDecoderFactories().put(new NoDecoder());
        client.start();
        client.getContentDecoderFactories().clear();
        // No redirects, no dialogue about passwords, no upgrades: only answers of status 100, 102 and 103 are skipped.
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new ContinueProtocolHandler());
        client.getProtocolHandlers().put(new ProcessingProtocolHandler());
        client.getProtocolHandlers().put(new EarlyHintsProtocolHandler());
        return client;
    }

    private static AbstractConnectorHttpClientTransport transport(ClientConnector connector,
            ConnectionSettings settings) {
        AbstractConnectorHttpClientTransport transport;
        if (settings.http2()) {
            transport = new HttpClientTransportDynamic(connector,
                    new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector)),
                    HttpClientConnectionFactory.HTTP11);
            transport.setConnectionPoolFactory(destination -> aging(settings,
                    new MultiplexConnectionPool(destination, settings.maxConnections(), 1)));
        } else {
            HttpClientTransportOverHTTP http1 = new HttpClientTransportOverHTTP(connector);
            // It takes 100 KB of every connection that is used twice, and costs more time than it saves.
            http1.setHeaderCacheSize(0);
            transport = http1;
            transport.setConnectionPoolFactory(destination -> aging(settings,
                    new DuplexConnectionPool(destination, settings.maxConnections())));
        }
        return transport;
    }

    private static ConnectionPool aging(ConnectionSettings settings, AbstractConnectionPool pool) {
        pool.setMaxDuration(settings.maxAge().toMillis());
        return pool;
    }

    private static SslContextFactory.Client tls(ConnectionSettings settings)
            throws IOException, GeneralSecurityException {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        if (settings.trustFile().isPresent()) {
            tls.setTrustStore(certificates(settings.trustFile().get()));
        }
        return tls;
    }

    private static KeyStore certificates(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("certificate-" + number++, certificate);
            }
        }
        return trusted;
    }

    /** Threads whose context class loader finds Jetty's ALPN for the JDK, which it looks for as a service. */
    private static ThreadFactory threadFactory() {
        ThreadFactory daemons = Thread.ofPlatform().daemon().name("upstream-", 0).factory();
        return task -> {
            Thread thread = daemons.newThread(task);
            thread.setContextClassLoader(JDK9ClientALPNProcessor.class.getClassLoader());
            return thread;
        };
    }
}
