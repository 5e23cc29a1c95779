package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FakeUpstreamTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void recordsWhatItReceives() throws Exception {
        upstream.answer(Script.json(200, "{}"), Script.json(201, "{}"));
        try (Client client = new Client(upstream)) {
            client.send("POST /v1/x?a=b HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a:2 \r\nContent-Length: 3\r\n\r\n\u00e9!");
            ReceivedRequest first = upstream.take();
            client.send(
                    "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;ext\r\nab\r\n1\r\nc\r\n0\r\nT: x\r\n\r\n");
            ReceivedRequest second = upstream.take();

            assertThat(first).hasToString("POST /v1/x?a=b");
            assertThat(first.path()).isEqualTo("/v1/x");
            assertThat(first.headers().all("x-a")).containsExactly("1", "2");
            assertThat(first.body()).isEqualTo(Bytes.utf8("\u00e9!"));
            assertThat(second.body()).isEqualTo(Bytes.utf8("abc"));
            assertThat(second.connection()).isEqualTo(first.connection());
            assertThat(first.goneAtNanos()).isEmpty();
            assertThat(upstream.received()).containsExactly(first, second);
        }
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(upstream.received()).allSatisfy(request -> assertThat(request.awaitGone(LIMIT)).isTrue());
    }

    @Test
    void answersInTheOrderOfTheScriptsAndThenOtherwise() throws Exception {
        upstream.answer(Script.raw("one"), Script.raw("two")).otherwise(request -> Script.raw(request.path()).close());
        try (Client client = new Client(upstream)) {
            assertThat(client.get().read(3)).isEqualTo("one");
            assertThat(client.get().read(3)).isEqualTo("two");
            assertThat(client.get().readAll()).isEqualTo(Bytes.utf8("/x"));
        }
    }

    @Test
    void aRequestWithoutAScriptIsToldSo() throws Exception {
        try (Client client = new Client(upstream)) {
            assertThat(client.get().read(12)).isEqualTo("HTTP/1.1 500");
        }
    }

    @Test
    void waitsAtAGateAndTellsThatItIsThere() throws Exception {
        Gate gate = new Gate();
        upstream.answer(Script.raw("a").await(gate).send("b").await(gate).close());
        try (Client client = new Client(upstream)) {
            assertThat(client.get().read(1)).isEqualTo("a");
            assertThat(gate.awaitArrival(LIMIT)).isTrue();
            gate.open();
            assertThat(client.read(1)).isEqualTo("b");
            gate.open();
            assertThat(client.readAll().isEmpty()).isTrue();
        }
    }

    @Test
    void seesThatTheClientIsGoneWhileAScriptStalls() throws Exception {
        upstream.answer(Script.silent());
        long before = System.nanoTime();
        try (Client client = new Client(upstream)) {
            client.get();
            assertThat(upstream.take().goneAtNanos()).isEmpty();
        }
        assertThat(upstream.received().getFirst().awaitGone(LIMIT)).isTrue();
        assertThat(upstream.received().getFirst().goneAtNanos().orElseThrow()).isBetween(before, System.nanoTime());
    }

    @Test
    void stopsSendingForEverWhenTheClientIsGone() throws Exception {
        upstream.answer(Script.stream().chunkForEver(Bytes.utf8(": ping\n\n")));
        try (Client client = new Client(upstream)) {
            assertThat(client.get().read(100_000)).contains("\r\n8\r\n: ping\n\n\r\n");
        }
        assertThat(upstream.take().awaitGone(LIMIT)).isTrue();
    }

    @Test
    void aResetIsNoEnd() throws Exception {
        upstream.answer(Script.resets());
        try (Client client = new Client(upstream)) {
            assertThatThrownBy(() -> client.get().readAll()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void closingEndsEveryConnection() throws Exception {
        upstream.answer(Script.silent());
        try (Client client = new Client(upstream)) {
            client.get();
            ReceivedRequest request = upstream.take();
            upstream.close();
            assertThat(request.awaitGone(LIMIT)).isTrue();
            assertThatThrownBy(() -> new Client(upstream).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void piecesAreWritesOfTheirOwn() throws Exception {
        Gate gate = new Gate();
        upstream.answer(Script.whole(200, "text/plain", List.of(Bytes.utf8("a"), Bytes.utf8("bc")), "x: y").close(),
                Script.stream().drip(gate, Bytes.utf8("hi")).close());
        try (Client client = new Client(upstream)) {
            assertThat(client.get().readAll().utf8()).isEqualTo(
                    "HTTP/1.1 200 Fake\r\nx: y\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\nabc");
        }
        try (Client client = new Client(upstream)) {
            client.get()
                    .read("HTTP/1.1 200 Fake\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                            .length());
            gate.open();
            assertThat(client.read(1)).isEqualTo("h");
            gate.open();
            assertThat(client.readAll()).isEqualTo(Bytes.utf8("i"));
        }
    }

    @Test
    void oneThatNeverAcceptsLetsNobodyIn() throws IOException {
        try (FakeUpstream closed = FakeUpstream.neverAccepting(); Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), closed.port());
            assertThatThrownBy(() -> socket.connect(address, 200)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void oneThatRefusesRefuses() {
        try (FakeUpstream gone = FakeUpstream.refusing()) {
            assertThatThrownBy(() -> new Client(gone).close()).isInstanceOf(ConnectException.class);
        }
    }
}
