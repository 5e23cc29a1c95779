package io.patchbay.management.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationException;
import org.osgi.service.cm.ManagedServiceFactory;

/**
 * The server of the management plane: one of Felix HTTP's.
 *
 * <p>It is made by calling Felix HTTP's factory, not by writing a configuration for it. So it starts and stops while we
 * wait, within the life of the gate; and there is no configuration left over with which Felix HTTP would start, without
 * a gate, on its own.
 */
final class ManagementServer {
    /** A property of the server's {@code HttpServiceRuntime}, by which it is told from any other. */
    static final String PLANE = "patchbay.plane";

    /** Selects the server's {@code HttpServiceRuntime}. */
    static final String RUNTIME_FILTER = "(" + PLANE + "=management)";

    private static final String INSTANCE = "org.apache.felix.http~patchbay-management";

    private final ManagedServiceFactory felixHttp;
    private final int port;

    private ManagementServer(ManagedServiceFactory felixHttp, int port) {
        this.felixHttp = felixHttp;
        this.port = port;
    }

    /**
     * Starts the server, and waits until it listens.
     *
     * @param felixHttp makes servers
     * @param running whether the server's runtime is there
     * @param host the address to listen on
     * @param port the port; 0 for any that is free
     * @param maxThreads how many threads it may have
     * @throws IOException if it cannot listen; the message says where and why
     */
    static ManagementServer start(ManagedServiceFactory felixHttp, BooleanSupplier running, String host, int port,
            int maxThreads) throws IOException {
        // Felix HTTP only logs that a port is in use, and with 0 it picks one that is free on another address.
        int free = freePort(host, port);
        Map<String, Object> properties = Map.of(
                "org.apache.felix.http.name", "Patchbay management",
                "org.apache.felix.http.runtime.init." + PLANE, "management",
                "org.apache.felix.http.host", host,
                "org.osgi.service.http.port", free,
                "org.apache.felix.http.jetty.threadpool.max", maxThreads,
                "org.apache.felix.http.jetty.acceptors", 1,
                "org.apache.felix.http.jetty.selectors", 1);
        try {
            felixHttp.updated(INSTANCE, FrameworkUtil.asDictionary(properties));
        } catch (ConfigurationException e) {
            throw new IOException(cannotListen(host, free) + e.getMessage(), e);
        }
        ManagementServer server = new ManagementServer(felixHttp, free);
        if (!running.getAsBoolean()) {
            server.stop();
            throw new IOException(cannotListen(host, free) + "the log has the cause");
        }
        return server;
    }

    /** The port that it listens on. */
    int port() {
        return port;
    }

    void stop() {
        felixHttp.deleted(INSTANCE);
    }

    private static int freePort(String host, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
            return probe.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(cannotListen(host, port) + e.getMessage(), e);
        }
    }

    private static String cannotListen(String host, int port) {
        return "the management plane cannot listen on port " + port + " of " + host + ": ";
    }
}
