package io.patchbay.upstream.internal;

import static io.patchbay.upstream.internal.JettyUpstreamTest.frames;
import static io.patchbay.upstream.internal.JettyUpstreamTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.upstream.ConnectionSettings;
import io.patchbay.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionTest {
    private final JettyUpstream upstream = new JettyUpstream(Map.of());

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aConnectionServesOneRequestAfterAnother() {
        try (ScriptedServer server = ScriptedServer.json("{}")) {
            for (int i = 0; i < 20; i++) {
                assertThat(frames(upstream.send(post(server.uri("/"))))).hasSize(1);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aKeptConnectionThatTheUpstreamClosesUnderARequestIsReplacedOnce() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        CountDownLatch ownClosed = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((connection, number) -> {
            if (number == 0) {
                connection.request();
                connection.answer(200, "application/json", "{}");
                sent.add(connection.request());
            } else {
                sent.add(connection.request());
                connection.answer(200, "application/json", "{\"again\":true}");
                connection.awaitClose();
                ownClosed.countDown();
            }
        })) {
            frames(upstream.send(post(server.uri("/"))));

            Answer answer = upstream.send(post(server.uri("/")));

            assertThat(frames(answer)).singleElement().extracting(frame -> frame.data().utf8())
                    .isEqualTo("{\"again\":true}");
            assertThat(sent).hasSize(2);
            assertThat(sent.take()).endsWith("{\"a\":1}").isEqualTo(sent.take());
            assertThat(ownClosed.await(10, TimeUnit.SECONDS)).as("the new connection served it alone").isTrue();
        }
    }

    @Test
    void aRequestIsSentAgainNoMoreThanOnce() {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, number) -> {
            if (number == 0) {
                connection.request();
                connection.answer(200, "application/json", "{}");
            }
            sent.add(connection.request());
        })) {
            frames(upstream.send(post(server.uri("/"))));

            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> upstream.send(post(server.uri("/"))));

            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(sent).hasSize(2);
        }
    }

    @Test
    void aRequestOnAKeptConnectionIsNotSentAgainOnceItsAnswerHasBegun() {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.answer(200, "application/json", "{}");
            sent.add(connection.request());
            connection.write("HTTP/1.1 200 OK\r\nContent-");
        })) {
            frames(upstream.send(post(server.uri("/"))));

            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> upstream.send(post(server.uri("/"))));

            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(sent).hasSize(1);
        }
    }

    @Test
    void moreRequestsThanConnectionsWaitAndTooManyAreRefused() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            while (!connection.request().isEmpty()) {
                asked.countDown();
                answer.await();
                connection.answer(200, "application/json", "{}");
            }
        })) {
            UpstreamRequest request = UpstreamRequest.builder(server.uri("/"))
                    .connection(ConnectionSettings.builder().maxConnections(1).maxWaiting(1).build()).build();
            BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
            Runnable send = () -> {
                Answer got = upstream.send(request);
                frames(got);
                statuses.add(got.status());
            };
            Thread.startVirtualThread(send);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            BlockingQueue<GatewayException> refused = new LinkedBlockingQueue<>();
            for (int i = 0; i < 2; i++) {
                Thread.startVirtualThread(() -> {
                    try {
                        send.run();
                    } catch (GatewayException e) {
                        refused.add(e);
                    }
                });
            }

            GatewayException e = refused.poll(10, TimeUnit.SECONDS);
            assertThat(e.kind()).isEqualTo(ErrorKind.OVERLOADED);
            answer.countDown();

            assertThat(statuses.poll(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(statuses.poll(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aPortWhereNobodyListensCannotBeReached() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        GatewayException e = catchThrowableOfType(GatewayException.class,
                () -> upstream.send(get(URI.create("http://127.0.0.1:" + port + "/"))));

        assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
        assertThat(e.message()).isEqualTo("The upstream cannot be reached.");
    }

    @Test
    void aHostThatNobodyKnowsCannotBeReached() {
        GatewayException e = catchThrowableOfType(GatewayException.class,
                () -> upstream.send(get(URI.create("http://nowhere.invalid/"))));

        assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
        assertThat(e.message()).isEqualTo("The upstream's host name is unknown.");
    }

    /** Linux does not answer the SYN of a connection for which the listener's backlog has no room. */
    @Test
    void connectingHasATimeLimit() throws Exception {
        List<SocketChannel> filling = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()));
                filling.add(channel);
            }
            UpstreamRequest request =
                    UpstreamRequest.builder(URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"))
                            .connection(ConnectionSettings.builder().connectTimeout(Duration.ofMillis(200)).build())
                            .build();

            GatewayException e = catchThrowableOfType(GatewayException.class, () -> upstream.send(request));

            assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(e.message()).isEqualTo("Connecting to the upstream took too long.");
        } finally {
            for (SocketChannel channel : filling) {
                channel.close();
            }
        }
    }

    @Test
    void theWholeMayHaveATimeLimit() throws Exception {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.awaitClose();
        })) {
            UpstreamRequest request =
                    UpstreamRequest.builder(server.uri("/")).timeout(Duration.ofMillis(100)).build();

            GatewayException e = catchThrowableOfType(GatewayException.class, () -> upstream.send(request));

            assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
        }
    }

    @Test
    void settingsThatDoNotWorkAreAnErrorOfTheProvider() {
        UpstreamRequest request = UpstreamRequest.builder(URI.create("https://127.0.0.1:1/"))
                .connection(ConnectionSettings.builder().trustFile("/no/such/file.pem").build()).build();

        GatewayException e = catchThrowableOfType(GatewayException.class, () -> upstream.send(request));

        assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
        assertThat(e).hasMessageContaining("connection settings").hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void aClientThatNobodyUsesIsRetiredWhenItsConnectionsAreClosed() throws Exception {
        CountDownLatch close = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.answer(200, "application/json", "{}");
            close.await();
        })) {
            frames(upstream.send(get(server.uri("/"))));
            upstream.retire();
            upstream.retire();
            assertThat(upstream.clients).as("a connection is kept").hasSize(1);

            close.countDown();

            await().until(() -> {
                upstream.retire();
                return upstream.clients.isEmpty();
            });
            upstream.retire();
        }
        try (ScriptedServer server = ScriptedServer.json("{}")) {
            assertThat(frames(upstream.send(get(server.uri("/"))))).as("there is a new one").hasSize(1);
        }
    }

    private static UpstreamRequest post(URI uri) {
        return UpstreamRequest.builder(uri).method("POST").body(Bytes.utf8("{\"a\":1}")).build();
    }
}
