package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.upstream.UpstreamRequest;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class JettyUpstreamFaultTest {
    private final GatewayException gone = new GatewayException(ErrorKind.CANCELLED, "The client is gone.");

    private final JettyUpstream upstream = new JettyUpstream(Map.of());

    @AfterEach
    void close() {
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            no HTTP                    | hello, this is not HTTP\\r\\n\\r\\n
            malformed status           | HTTP/1.1 abc OK\\r\\n\\r\\n
            status below 100           | HTTP/1.1 42 OK\\r\\nContent-Length: 0\\r\\n\\r\\n
            status above 599           | HTTP/1.1 777 OK\\r\\nContent-Length: 0\\r\\n\\r\\n
            switching protocols        | HTTP/1.1 101 Switching\\r\\nUpgrade: x\\r\\nConnection: upgrade\\r\\n\\r\\n
            malformed header           | HTTP/1.1 200 OK\\r\\nBad Header\\r\\n\\r\\n
            malformed length           | HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\n{}
            two lengths                | HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\n{}
            length and chunked         | HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\n{}\\r\\n0\\r\\n\\r\\n
            body shorter than length   | HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\n{}
            malformed chunk            | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n{}\\r\\n
            last chunk missing         | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\n{}\\r\\n
            stream cut                 | HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n9\\r\\ndata: 1\\n\\n\\r\\n
            gzip nobody asked for      | HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\nContent-Length: 2\\r\\n\\r\\nxx
            redirect                   | HTTP/1.1 302 Found\\r\\nLocation: http://127.0.0.1:1/\\r\\nContent-Length: 0\\r\\n\\r\\n
            announced far too large    | HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999\\r\\n\\r\\n{}
            nothing                    | ""
            half a status line         | HTTP/1.1 2
            half the headers           | HTTP/1.1 200 OK\\r\\nContent-Le
            """)
    void garbageIsAnErrorOfTheUpstreamAndItsConnectionIsNotUsedAgain(String name, String response) {
        String raw = response.replace("\\r", "\r").replace("\\n", "\n");
        try (ScriptedServer server = new ScriptedServer((connection, number) -> {
            connection.request();
            if (number == 0) {
                connection.write(raw);
            } else {
                // Only a new connection gets here.
                connection.answer(200, "application/json", "{}");
            }
        })) {
            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> JettyUpstreamTest.frames(upstream.send(JettyUpstreamTest.get(server.uri("/")))));

            assertThat(e).as(name).isNotNull();
            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(e.message()).startsWith("The upstream").endsWith(".");
            assertThat(upstream.send(JettyUpstreamTest.get(server.uri("/"))).status()).isEqualTo(200);
        }
    }

    /** Whose turn it is with a buffer may be sending a request in it. */
    @Test
    void noBufferIsMovedByWhoeverHadItBefore() {
        WatchedPool pool = new WatchedPool();
        JettyUpstream watched = new JettyUpstream(Map.of(), pool);
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}");
        })) {
            for (int i = 0; i < 50; i++) {
                GatewayException e = catchThrowableOfType(GatewayException.class,
                        () -> JettyUpstreamTest.frames(watched.send(JettyUpstreamTest.get(server.uri("/")))));
                assertThat(e).isNotNull();
            }
        } finally {
            watched.close();
        }
        assertThat(pool.givenBack).hasSizeGreaterThan(50)
                .allSatisfy(buffer -> assertThat(buffer.limit()).isEqualTo(WatchedPool.MARK));
    }

    /** Marks each buffer that comes back, and gives none of them to anyone again. */
    private static final class WatchedPool implements ByteBufferPool {
        static final int MARK = 77;

        final Queue<ByteBuffer> givenBack = new ConcurrentLinkedQueue<>();

        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            ByteBuffer buffer = BufferUtil.allocate(size);
            return RetainableByteBuffer.wrap(buffer, () -> {
                buffer.clear().limit(MARK);
                givenBack.add(buffer);
            });
        }

        @Override
        public void clear() {
            givenBack.clear();
        }
    }

    @Test
    void eventsBeforeACutAreGivenAndThenItThrows() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.chunked("text/event-stream");
            connection.chunk("data: 1\n\ndata: 2");
        })) {
            Answer answer = upstream.send(JettyUpstreamTest.get(server.uri("/")));

            assertThat(JettyUpstreamTest.data(answer.next())).isEqualTo("1");
            GatewayException e = catchThrowableOfType(GatewayException.class, answer::next);
            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(e.message()).isEqualTo("The upstream's answer broke off.");
        }
    }

    @Test
    void aResetBeforeTheHeadersIsAnErrorOfTheUpstream() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.reset();
        })) {
            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> upstream.send(JettyUpstreamTest.get(server.uri("/"))));

            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(e.message()).isEqualTo("The upstream closed the connection without an answer.");
            assertThat(server.connections()).as("not sent twice").isEqualTo(1);
        }
    }

    @Test
    void aHugeHeaderIsRefused() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nX-Big: ");
            connection.write("x".repeat(1 << 20));
            connection.write("\r\nContent-Length: 0\r\n\r\n");
        })) {
            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> upstream.send(JettyUpstreamTest.get(server.uri("/"))));

            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
        }
    }

    @Test
    void aBodyWithoutEndIsRefused() {
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.chunked("application/json");
            try {
                while (true) {
                    connection.chunk("x".repeat(10_000));
                }
            } finally {
                closed.add(System.nanoTime());
            }
        })) {
            UpstreamRequest request =
                    UpstreamRequest.builder(server.uri("/")).maxResponseBytes(1 << 20).build();

            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> JettyUpstreamTest.frames(upstream.send(request)));

            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(e.message()).isEqualTo("The upstream's answer is larger than 1048576 bytes.");
            assertThat(poll(closed)).as("the connection is closed").isNotNull();
        }
    }

    @Test
    void cancellingWhileTheHeadersAreAwaitedClosesAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            asked.countDown();
            closed.add(connection.awaitClose());
        })) {
            Cancellation cancellation = new Cancellation();
            UpstreamRequest request = UpstreamRequest.builder(server.uri("/")).cancellation(cancellation).build();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread sending = Thread.startVirtualThread(() -> thrown.set(catchThrowableOfType(GatewayException.class,
                    () -> upstream.send(request))));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            long before = System.nanoTime();
            cancellation.cancel(gone);

            assertThat(poll(closed) - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
            sending.join();
            assertThat(thrown.get()).isSameAs(gone);
        }
    }

    @Test
    void cancellingWhileAnEventIsAwaitedClosesAtOnce() throws Exception {
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.chunked("text/event-stream");
            connection.chunk("data: 1\n\n");
            closed.add(connection.awaitClose());
        })) {
            Cancellation cancellation = new Cancellation();
            UpstreamRequest request = UpstreamRequest.builder(server.uri("/")).cancellation(cancellation).build();
            Answer answer = upstream.send(request);
            assertThat(JettyUpstreamTest.data(answer.next())).isEqualTo("1");
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread reading = Thread.startVirtualThread(
                    () -> thrown.set(catchThrowableOfType(GatewayException.class, answer::next)));

            long before = System.nanoTime();
            cancellation.cancel(gone);

            assertThat(poll(closed) - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
            reading.join();
            assertThat(thrown.get()).isSameAs(gone);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.chunked("text/event-stream");
            closed.add(connection.awaitClose());
        })) {
            Answer answer = upstream.send(JettyUpstreamTest.get(server.uri("/")));
            AtomicReference<GatewayException> thrown = new AtomicReference<>();
            Thread reading = Thread.startVirtualThread(
                    () -> thrown.set(catchThrowableOfType(GatewayException.class, answer::next)));

            reading.interrupt();

            reading.join();
            assertThat(thrown.get().kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(poll(closed)).isNotNull();
        }
    }

    @Test
    void closingAnAnswerClosesItsConnectionAndWakesItsReader() throws Exception {
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.chunked("text/event-stream");
            closed.add(connection.awaitClose());
        })) {
            Answer answer = upstream.send(JettyUpstreamTest.get(server.uri("/")));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread reading = Thread.startVirtualThread(
                    () -> thrown.set(catchThrowableOfType(GatewayException.class, answer::next)));

            answer.close();
            answer.close();

            assertThat(poll(closed)).isNotNull();
            reading.join();
            assertThat(thrown.get()).isNotNull();
        }
    }

    @Test
    void aCancellationThatFiresAfterTheEndDoesNothing() {
        try (ScriptedServer server = ScriptedServer.json("{}")) {
            for (int i = 0; i < 3; i++) {
                Cancellation cancellation = new Cancellation();
                Answer answer = upstream.send(
                        UpstreamRequest.builder(server.uri("/")).cancellation(cancellation).build());
                JettyUpstreamTest.frames(answer);
                cancellation.cancel(gone);
                answer.close();
                assertThat(answer.next()).isEmpty();
            }
            assertThat(server.connections()).isLessThan(3);
        }
    }

    private static Long poll(BlockingQueue<Long> times) {
        try {
            return times.poll(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
