package io.patchbay.upstream.internal;

import io.patchbay.upstream.UpstreamRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.component.LifeCycle;

/** One client of Jetty's, with the connections that its settings allow. Safe for use by many threads. */
final class Client {
    /** How long a connection that nobody uses is kept: longer than clients keep theirs, so that they reuse it. */
    static final Duration KEPT = Duration.ofMinutes(2);

    private final HttpClient jetty;
    private volatile boolean used;

    Client(HttpClient jetty) {
        this.jetty = jetty;
    }

    /** Sends a request. */
    Call call(UpstreamRequest request) {
        if (!used) {
            used = true;
        }
        Call call = new Call(request.cancellation(), outbound(request));
        call.send();
        return call;
    }

    /** Sends a request on a connection that has served nothing before. */
    Call callOnNewConnection(UpstreamRequest request) {
        Request outbound = outbound(request);
        Call call = new Call(request.cancellation(), outbound);
        jetty.resolveDestination(outbound).newConnection(Promise.from(call::sendOn, call::fail));
        return call;
    }

    /** Whether it was used since the last time that this was asked, or still has connections. */
    boolean usedSinceAsked() {
        boolean recently = used;
        used = false;
        return recently || jetty.getDestinations().stream()
                .anyMatch(destination -> destination instanceof HttpDestination origin
                        && !origin.getConnectionPool().isEmpty());
    }

    /** Closes its connections; what is under way fails. */
    void close() {
        LifeCycle.stop(jetty);
    }

    private Request outbound(UpstreamRequest request) {
        Request outbound = jetty.newRequest(request.uri()).method(request.method());
        outbound.headers(fields -> request.headers().forEach(fields::add));
        if (!request.body().isEmpty()) {
            ByteBuffer body = request.body().read(ByteBuffer::wrap);
            outbound.body(new ByteBufferRequestContent("application/json", body));
        }
        if (request.longestSilence().compareTo(KEPT) > 0) {
            outbound.idleTimeout(request.longestSilence().toMillis(), TimeUnit.MILLISECONDS);
        }
        request.timeout().ifPresent(limit -> outbound.timeout(limit.toMillis(), TimeUnit.MILLISECONDS));
        return outbound;
    }
}
