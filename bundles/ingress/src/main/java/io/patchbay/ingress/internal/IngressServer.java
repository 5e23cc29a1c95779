package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.ingress.internal.DataConnector.Address;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane's server. It serves by a {@link Snapshot} that may change at any time; where it listens follows from
 * that, and changes beside the requests that are under way.
 */
final class IngressServer {
    private static final Logger LOG = LoggerFactory.getLogger(IngressServer.class);

    /** Platform threads: one accepts, one selects, the others set connections up and take them down. */
    private static final int THREADS = 8;
    private static final int IDLE_THREADS = 4;
    /** A port is free only when the thread that accepts on it has noticed that it shall not. */
    private static final int OWN_PORT_TRIES = 100;
    private static final long RETRY_MS = 10;
    private static final int TICKS = 4;
    private static final int MIN_TICK_MS = 10;
    private static final int MAX_TICK_MS = 1_000;

    private final OpenStreams streams = new OpenStreams();
    private final Successors successors = new Successors(this::snapshot);
    private final Server server;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ingress-timer").daemon().factory());
    private volatile Snapshot snapshot;
    private volatile Status status = new Status.Stopped();
    private @Nullable Address wanted;
    private volatile @Nullable DataConnector connector;

    /**
     * A server, which does not run yet.
     *
     * @param snapshot what requests are served by at first
     * @param closed called when a dialect of the snapshot has been met that is on its way out
     */
    IngressServer(Snapshot snapshot, Runnable closed) {
        this.snapshot = snapshot;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS);
        threads.setName("ingress");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Thread::startVirtualThread);
        server = new Server(threads);
        RequestIds ids = new RequestIds();
        server.setHandler(new RequestHandler(this::snapshot, closed, successors, streams, ids));
        server.setErrorHandler(new BadRequestHandler(this::snapshot, ids));
    }

    /** What requests are served by now. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Whether it listens, and where. */
    Status status() {
        return status;
    }

    /** Starts, and listens if it can. */
    synchronized void start() throws Exception {
        server.start();
        follow();
        tick();
    }

    /** Changes what requests are served by; those under way stay as they are. */
    synchronized void change(UnaryOperator<Snapshot> change) {
        snapshot = change.apply(snapshot);
        successors.tell();
        if (server.isStarted()) {
            follow();
        }
    }

    /** Where requests wait for what is being replaced. */
    Successors successors() {
        return successors;
    }

    /** Refuses connections, finishes the requests, and ends. */
    synchronized void stop() throws Exception {
        status = new Status.Stopped();
        DataConnector last = connector;
        if (last != null) {
            LOG.info("Ends when the requests under way are answered");
            last.stopAccepting();
        }
        long deadline = deadline(snapshot.settings().drainTimeoutMs());
        for (Connector each : server.getConnectors()) {
            ((DataConnector) each).awaitRequests(deadline);
        }
        timer.shutdownNow();
        server.stop();
    }

    /** Listens where the snapshot wants it. Without a virtual key, that is where nobody else can come. */
    private void follow() {
        Settings settings = snapshot.settings();
        boolean guarded = snapshot.authenticator().guarded();
        Address address = new Address(guarded ? settings.host() : Address.LOOPBACK, settings.port());
        DataConnector old = connector;
        if (old != null && address.equals(wanted)) {
            old.apply(settings);
            return;
        }
        int port = address.port();
        int tries = 1;
        if (old != null && wanted != null && wanted.port() == port) {
            port = old.getLocalPort();
            retire(old);
            old = null;
            tries = OWN_PORT_TRIES;
        }
        boolean listens = listen(new Address(address.host(), port), settings, tries);
        if (listens && old != null) {
            retire(old);
        }
        if (listens && !guarded) {
            LOG.info("There is no virtual key: only programs on this machine can connect");
        }
        wanted = listens ? address : old == null ? null : wanted;
    }

    private boolean listen(Address address, Settings settings, int tries) {
        try {
            DataConnector fresh = open(address, settings, tries);
            connector = fresh;
            status = new Status.Listening(fresh.getLocalPort());
            LOG.info("Listens on {}", new Address(address.host(), fresh.getLocalPort()));
            return true;
        } catch (Exception e) {
            String reason = inUse(e)
                    ? "port " + address.port() + " is already in use (io.patchbay.ingress port)"
                    : "no listening on " + address + ": " + e.getMessage() + " (io.patchbay.ingress host, port)";
            // At the start the launcher says it.
            if (wanted != null) {
                LOG.warn("Cannot listen: {}", reason);
            }
            if (!(status instanceof Status.Listening)) {
                status = new Status.Failed(reason);
            }
            return false;
        }
    }

    private DataConnector open(Address address, Settings settings, int tries) throws Exception {
        DataConnector fresh = new DataConnector(server, address, settings);
        server.addConnector(fresh);
        try {
            fresh.start();
            return fresh;
        } catch (Exception e) {
            server.removeConnector(fresh);
            if (tries == 1 || !inUse(e)) {
                throw e;
            }
        }
        Thread.sleep(RETRY_MS);
        return open(address, settings, tries - 1);
    }

    private static boolean inUse(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Frees the port at once. A connection gets some time for one more request, after which it ends; and requests under
     * way are not cut, however long they take: nothing waits for this.
     */
    private void retire(DataConnector old) {
        if (connector == old) {
            connector = null;
            status = new Status.Stopped();
        }
        old.stopAccepting();
        long deadline = deadline(snapshot.settings().drainTimeoutMs());
        Thread.ofVirtual().name("ingress-drain").start(() -> {
            try {
                old.awaitConnections(deadline);
                old.awaitRequests(deadline(Integer.MAX_VALUE));
                server.removeConnector(old);
                old.stop();
            } catch (Exception e) {
                LOG.warn("The connections of an earlier configuration did not end well", e);
            }
        });
    }

    private static long deadline(int inMs) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(inMs);
    }

    private void tick() {
        Settings settings = snapshot.settings();
        int shortest = Math.min(settings.headersTimeoutMs(), settings.keepAliveMs()) / TICKS;
        var _ = timer.schedule(this::sweep, Math.clamp(shortest, MIN_TICK_MS, MAX_TICK_MS), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            Settings settings = snapshot.settings();
            streams.keepAlive(settings.keepAliveMs());
            DataConnector listening = connector;
            if (listening != null) {
                listening.refuseSlowHeaders(settings.headersTimeoutMs(), this::tooSlow);
            }
        } catch (RuntimeException e) {
            LOG.error("The timer of the data plane failed", e);
        }
        if (!timer.isShutdown()) {
            tick();
        }
    }

    /** A whole response, since the request that it answers is none yet. */
    private ByteBuffer tooSlow() {
        Refusal refusal = Errors.refusal(HttpStatus.REQUEST_TIMEOUT_408,
                "The headers did not arrive within " + snapshot.settings().headersTimeoutMs() + " ms.");
        Bytes body = Served.using(snapshot.router().nearest(""),
                dialect -> ResponseWriter.bodyOf(Errors.answer(dialect, refusal.error())));
        String head = "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\ncontent-length: " + body.size()
                + "\r\nconnection: close\r\n\r\n";
        return ByteBuffer.allocate(head.length() + body.size()).put(head.getBytes(StandardCharsets.US_ASCII))
                .put(body.buffer()).flip();
    }

    /** What the server does. */
    sealed interface Status {
        /**
         * It listens.
         *
         * @param port where
         */
        record Listening(int port) implements Status {}

        /**
         * It cannot listen.
         *
         * @param reason why, for the operator
         */
        record Failed(String reason) implements Status {}

        /** It does not listen: not yet, or no more. */
        record Stopped() implements Status {}
    }
}
