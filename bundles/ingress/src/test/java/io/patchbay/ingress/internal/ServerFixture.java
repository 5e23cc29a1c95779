package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.exchange.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** A server on a free port with a dialect and a gateway of the test's. */
abstract class ServerFixture {
    private final List<AutoCloseable> opened = new ArrayList<>();
    /** The exchanges that the gateway was asked to answer. */
    final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    final AtomicInteger closedAnswers = new AtomicInteger();
    IngressServer server;
    int port;

    static Settings settings() {
        return new Settings("", 0, false, 1024 * 1024, 8 * 1024, 10_000, 10_000, 60_000, 1_000, 1_000, 60_000, 5_000);
    }

    static Settings settings(int headersTimeoutMs, int bodyTimeoutMs, int idleTimeoutMs, int maxConcurrentRequests,
            int keepAliveMs) {
        return new Settings("", 0, false, 1024 * 1024, 8 * 1024, headersTimeoutMs, bodyTimeoutMs, idleTimeoutMs, 1_000,
                maxConcurrentRequests, keepAliveMs, 5_000);
    }

    void start(Gateway gateway) throws Exception {
        start(settings(), gateway);
    }

    void start(Settings settings, Gateway gateway) throws Exception {
        start(settings, List.of(new TestDialect()), List.of(), gateway);
    }

    void start(Settings settings, List<Dialect> dialects, List<VirtualKey.Credential> keys, Gateway gateway)
            throws Exception {
        Gateway recorded = exchange -> {
            exchanges.add(exchange);
            Answer answer = gateway.handle(exchange);
            return answer.wrap(inner -> new FrameSource() {
                @Override
                public Optional<Frame> next() {
                    return inner.next();
                }

                @Override
                public void close() {
                    closedAnswers.incrementAndGet();
                    inner.close();
                }
            });
        };
        server = new IngressServer(Snapshot.of(settings, new Authenticator(keys, settings.anonymous()))
                .withRouter(Bundles.router(dialects), Beside.NOTHING)
                .withPipeline(new Pipeline.There(recorded, Bundles.bundle())),
                this::closed);
        server.start();
        port = ((IngressServer.Status.Listening) server.status()).port();
    }

    /** A dialect on its way out has been met. */
    void closed() {}

    RawClient client() throws Exception {
        RawClient client = new RawClient(port);
        opened.add(client);
        return client;
    }

    Exchange exchange() throws InterruptedException {
        Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
        if (exchange == null) {
            throw new AssertionError("no exchange came to the gateway");
        }
        return exchange;
    }

    static Answer echo(Exchange exchange) {
        return Answer.whole(200, Headers.of("content-type", "text/plain"), exchange.request().body());
    }

    /** A stream whose frames the test gives; it breaks off when its exchange is cancelled. */
    static final class Script implements FrameSource {
        private final BlockingQueue<Optional<Object>> steps = new LinkedBlockingQueue<>();
        volatile boolean closed;

        Answer answer(Exchange exchange) {
            exchange.cancellation()
                    .onCancel(() -> steps.add(Optional.of(exchange.cancellation().reason().orElseThrow())));
            return Answer.stream(200, Headers.of("content-type", "text/event-stream"), this);
        }

        void frame(String text) {
            steps.add(Optional.of(text));
        }

        void fail(RuntimeException error) {
            steps.add(Optional.of(error));
        }

        void end() {
            steps.add(Optional.empty());
        }

        @Override
        public Optional<Frame> next() {
            try {
                Optional<Object> step = steps.take();
                return step.map(value -> switch (value) {
                    case RuntimeException error -> throw error;
                    default -> Frame.of(Bytes.utf8(value.toString()), "", Bytes.utf8(value.toString()));
                });
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        if (server != null) {
            server.stop();
        }
    }
}
