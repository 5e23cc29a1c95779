package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request as a {@link FakeUpstream} received it, and what became of its connection. Safe for use by many threads.
 */
public final class ReceivedRequest {
    private final int connection;
    private final String method;
    private final String target;
    private final Headers headers;
    private final Bytes body;
    private final long receivedAt = System.nanoTime();
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile long goneAt;

    ReceivedRequest(int connection, String method, String target, Headers headers, Bytes body) {
        this.connection = connection;
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /** The number of the connection that it came on, from 1: equal for requests that shared one. */
    public int connection() {
        return connection;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** Path and query as they stood in the request line. */
    public String target() {
        return target;
    }

    /** The path, without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The headers as they came. */
    public Headers headers() {
        return headers;
    }

    /** The body, without chunk framing. */
    public Bytes body() {
        return body;
    }

    /** When it had come, by {@link System#nanoTime}. */
    public long receivedAtNanos() {
        return receivedAt;
    }

    /**
     * Waits until the connection is over: closed by the client, or by the script.
     *
     * @return whether it was over in that time
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitGone(Duration limit) throws InterruptedException {
        return gone.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** When the connection was over, by {@link System#nanoTime}; empty while it lives. */
    public OptionalLong goneAtNanos() {
        return gone.getCount() == 0 ? OptionalLong.of(goneAt) : OptionalLong.empty();
    }

    void gone() {
        goneAt = System.nanoTime();
        gone.countDown();
    }

    /** Method and target. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
