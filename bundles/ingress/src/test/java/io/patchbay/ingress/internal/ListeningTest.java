package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patchbay.ingress.internal.IngressServer.Status;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the server listens, and how it moves and ends without losing a request. */
class ListeningTest extends ServerFixture {
    private static final String CHAT = "/v1/chat/completions";
    /** Another address of this machine's loopback: a server on 127.0.0.1 alone does not answer there. */
    private static final String ELSEWHERE = "127.0.0.2";

    private final Script script = new Script();

    @Test
    void withoutAKeyOnlyLoopbackAndWithOneEverywhere() throws Exception {
        start(ServerFixture::echo);
        assertThat(reachable()).isFalse();

        keys(AuthenticatorTest.key("app", "secret", true, "*"));

        assertThat(reachable()).isTrue();
        assertThat(client().call(RawClient.post(CHAT, "x")).status()).isEqualTo(401);
        assertThat(client().call(RawClient.post(CHAT, "x", "authorization: Bearer secret")).status()).isEqualTo(200);

        keys();

        assertThat(reachable()).isFalse();
        assertThat(client().call(RawClient.post(CHAT, "x")).status()).isEqualTo(200);
    }

    @Test
    void aConnectionFromBeforeTheLastKeyWentIsNotLetIn() throws Exception {
        start(settings(), List.of(new TestDialect()),
                List.of(AuthenticatorTest.key("app", "secret", true, "*").credential()), ServerFixture::echo);
        RawClient client = client();
        assertThat(client.call(RawClient.post(CHAT, "x", "authorization: Bearer secret")).status()).isEqualTo(200);
        await().until(() -> closedAnswers.get() == 1);

        server.change(snapshot -> snapshot.withAccess(snapshot.settings(), new Authenticator(List.of(), false)));

        assertThat(client.call(RawClient.post(CHAT, "x", "authorization: Bearer secret")).status()).isEqualTo(401);
    }

    @Test
    void aStreamGoesOnWhenTheServerMoves() throws Exception {
        start(script::answer);
        script.frame("data: 1\n\n");
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        client.head();
        client.chunk();

        keys(AuthenticatorTest.key("app", "secret", true, "*"));

        script.frame("data: 2\n\n");
        assertThat(client.chunkText()).isEqualTo("data: 2\n\n");
        script.end();
        assertThat(client.chunk()).isEmpty();
        assertThat(client.closed()).isTrue();
    }

    @Test
    void settingsThatDoNotConcernTheAddressKeepTheConnections() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();
        assertThat(client.call(RawClient.post(CHAT, "hello")).status()).isEqualTo(200);

        Settings smaller = new Settings("", 0, false, 3, 8 * 1024, 10_000, 10_000, 60_000, 10, 10, 60_000, 5_000);
        server.change(snapshot -> snapshot.withAccess(smaller, snapshot.authenticator()));

        assertThat(client.call(RawClient.post(CHAT, "hello")).status()).isEqualTo(413);
        assertThat(server.status()).isEqualTo(new Status.Listening(port));
    }

    @Test
    void aUsedPortIsSaidInOneLineAndTriedAgain() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = withPort(used.getLocalPort());
            server = new IngressServer(Snapshot.of(settings, new Authenticator(List.of(), false)), () -> {});
            server.start();

            assertThat(server.status()).isEqualTo(new Status.Failed(
                    "port " + used.getLocalPort() + " is already in use (io.patchbay.ingress port)"));
        }
        server.change(snapshot -> snapshot);
        assertThat(server.status()).isInstanceOf(Status.Listening.class);
    }

    @Test
    void aUsedPortInANewConfigurationKeepsTheOldOne() throws Exception {
        start(ServerFixture::echo);
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.change(snapshot -> snapshot.withAccess(withPort(used.getLocalPort()), snapshot.authenticator()));

            assertThat(client().call(RawClient.post(CHAT, "x")).status()).isEqualTo(200);
        }
    }

    @Test
    void anotherPortIsListenedOnBesideTheLastRequestsOfTheOldOne() throws Exception {
        start(script::answer);
        script.frame("data: 1\n\n");
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        client.head();
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        server.change(snapshot -> snapshot.withAccess(withPort(free), snapshot.authenticator()));

        assertThat(server.status()).isEqualTo(new Status.Listening(free));
        script.end();
        assertThat(client.chunkText()).isEqualTo("data: 1\n\n");
        assertThat(client.chunk()).isEmpty();
    }

    @Test
    void theEndWaitsForStreamsAndAnswersWhatStillComes() throws Exception {
        start(exchange -> exchange.request().body().utf8().equals("stream") ? script.answer(exchange) : echo(exchange));
        RawClient kept = client();
        assertThat(kept.call(RawClient.post(CHAT, "before")).body()).isEqualTo("before");
        await().until(() -> closedAnswers.get() == 1);
        RawClient stream = client().send(RawClient.post(CHAT, "stream"));
        script.frame("data: 1\n\n");
        stream.head();
        stream.chunk();

        Thread end = Thread.startVirtualThread(this::stopServer);
        await().until(() -> server.status() instanceof Status.Stopped);
        await().until(() -> refused());

        RawClient.Reply reply = kept.call(RawClient.post(CHAT, "while draining"));
        assertThat(reply.body()).isEqualTo("while draining");
        assertThat(reply.header("connection")).isEqualTo("close");
        script.frame("data: 2\n\n");
        assertThat(stream.chunkText()).isEqualTo("data: 2\n\n");
        assertThat(end.isAlive()).isTrue();
        script.end();
        assertThat(stream.chunk()).isEmpty();
        end.join();
        server = null;
    }

    @Test
    void theEndDoesNotWaitForEver() throws Exception {
        Settings settings = new Settings("", 0, false, 1024, 1024, 9_000, 9_000, 60_000, 10, 10, 9_000, 100);
        start(settings, script::answer);
        script.frame("data: 1\n\n");
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        client.head();
        client.chunk();

        stopServer();
        server = null;

        assertThatThrownBy(client::chunk).isInstanceOf(java.io.IOException.class);
        await().until(() -> script.closed);
    }

    @Test
    void moreConnectionsThanAllowedWait() throws Exception {
        Settings settings = new Settings("", 0, false, 1024, 1024, 9_000, 9_000, 60_000, 1, 10, 9_000, 100);
        start(settings, ServerFixture::echo);
        RawClient first = client();
        assertThat(first.call(RawClient.post(CHAT, "first")).body()).isEqualTo("first");
        RawClient second = client().send(RawClient.post(CHAT, "second"));

        assertThat(first.call(RawClient.post(CHAT, "first again")).body()).isEqualTo("first again");
        first.close();

        assertThat(second.reply().body()).isEqualTo("second");
    }

    private void stopServer() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean refused() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (java.io.IOException e) {
            return true;
        }
    }

    private static Settings withPort(int port) {
        return new Settings("", port, false, 1024, 8 * 1024, 10_000, 10_000, 60_000, 10, 10, 60_000, 5_000);
    }

    private void keys(VirtualKey... keys) {
        List<VirtualKey.Credential> credentials =
                java.util.Arrays.stream(keys).map(VirtualKey::credential).toList();
        server.change(snapshot -> snapshot.withAccess(snapshot.settings(), new Authenticator(credentials, false)));
    }

    private boolean reachable() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ELSEWHERE, port), 1_000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }
}
