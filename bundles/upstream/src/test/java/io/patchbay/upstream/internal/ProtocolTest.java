package io.patchbay.upstream.internal;

import static io.patchbay.upstream.internal.JettyUpstreamTest.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.upstream.ConnectionSettings;
import io.patchbay.upstream.UpstreamRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS, HTTP/2 and proxies. */
@Timeout(60)
class ProtocolTest {
    @TempDir
    private static Path directory;

    @Test
    void speaksHttp2InTheClearWhereItIsTakenForGranted() throws Exception {
        try (SecureServer server = SecureServer.h2c()) {
            assertThat(events(Map.of(), "http://127.0.0.1:" + server.port(),
                    ConnectionSettings.builder().http2(true))).containsExactly("HTTP/2.0", "cut and whole");
        }
    }

    @Test
    void agreesOnHttp2OverTls() throws Exception {
        try (SecureServer server = SecureServer.tls(directory)) {
            assertThat(events(Map.of(), "https://localhost:" + server.port(), trusting().http2(true)))
                    .containsExactly("HTTP/2.0", "cut and whole");
        }
    }

    @Test
    void speaksHttp1OverTlsUnlessTold() throws Exception {
        try (SecureServer server = SecureServer.tls(directory)) {
            assertThat(events(Map.of(), "https://localhost:" + server.port(), trusting()))
                    .containsExactly("HTTP/1.1", "cut and whole");
        }
    }

    @Test
    void doesNotTrustACertificateThatNobodyVouchesFor() throws Exception {
        try (SecureServer server = SecureServer.tls(directory)) {
            GatewayException e = catchThrowableOfType(GatewayException.class, () -> events(Map.of(),
                    "https://localhost:" + server.port(), ConnectionSettings.builder()));

            assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(e.message()).startsWith("No TLS connection to the upstream: ");
        }
    }

    @Test
    void doesNotTrustACertificateOfAnotherHost() throws Exception {
        try (SecureServer server = SecureServer.tls(directory)) {
            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> events(Map.of(), "https://127.0.0.1:" + server.port(), trusting()));

            assertThat(e.message()).startsWith("No TLS connection to the upstream: ");
        }
    }

    @Test
    void asksAProxyForAPlainUpstreamByItsWholeAddress() throws Exception {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (ScriptedServer proxy = new ScriptedServer((connection, _) -> {
            requests.add(connection.request());
            connection.answer(200, "text/event-stream", "data: through\n\n");
        })) {
            assertThat(events(Map.of(), "http://upstream.invalid", ConnectionSettings.builder()
                    .proxy("http://user:p%40ss@127.0.0.1:" + proxy.uri("").getPort()))).containsExactly("through");

            assertThat(requests.take()).startsWith("GET http://upstream.invalid/ HTTP/1.1\r\n")
                    .contains("\r\nProxy-Authorization: Basic dXNlcjpwQHNz\r\n");
        }
    }

    @Test
    void tunnelsTlsThroughTheEnvironmentsProxy() throws Exception {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (SecureServer server = SecureServer.tls(directory); ScriptedServer proxy = new ScriptedServer((c, _) -> {
            requests.add(c.request());
            c.write("HTTP/1.1 200 Go ahead\r\n\r\n");
            c.tunnel(server.port());
        })) {
            String address = "http://user:pass@127.0.0.1:" + proxy.uri("").getPort();
            GatewayException e = catchThrowableOfType(GatewayException.class,
                    () -> events(Map.of("HTTPS_PROXY", address), "https://upstream.invalid", trusting()));

            assertThat(e.message()).as("the tunnel leads to a server of another name")
                    .startsWith("No TLS connection to the upstream: ");
            assertThat(requests.take()).startsWith("CONNECT upstream.invalid:443 HTTP/1.1\r\n")
                    .contains("\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n");
        }
    }

    @Test
    void tunnelsTlsThroughAProxyOfTheSettings() throws Exception {
        try (SecureServer server = SecureServer.tls(directory); ScriptedServer proxy = new ScriptedServer((c, _) -> {
            c.request();
            c.write("HTTP/1.1 200 Go ahead\r\n\r\n");
            c.tunnel(server.port());
        })) {
            assertThat(events(Map.of(), "https://localhost:1",
                    trusting().proxy("http://127.0.0.1:" + proxy.uri("").getPort()))).contains("HTTP/1.1");
        }
    }

    @Test
    void goesAroundTheProxyWhereTheEnvironmentSaysSo() throws Exception {
        Map<String, String> environment = Map.of("http_proxy", "127.0.0.1:1", "NO_PROXY", "example.com, .invalid");
        GatewayException direct = catchThrowableOfType(GatewayException.class,
                () -> events(environment, "http://upstream.invalid", ConnectionSettings.builder()));
        GatewayException proxied = catchThrowableOfType(GatewayException.class,
                () -> events(environment, "http://upstream.test", ConnectionSettings.builder()));
        GatewayException none = catchThrowableOfType(GatewayException.class,
                () -> events(environment, "http://upstream.test", ConnectionSettings.builder().proxy("none")));

        assertThat(direct.message()).isEqualTo("The upstream's host name is unknown.");
        assertThat(proxied.message()).isEqualTo("The upstream cannot be reached.");
        assertThat(none.message()).isEqualTo("The upstream's host name is unknown.");
        try (ScriptedServer server = ScriptedServer.json("{}")) {
            assertThat(events(environment, server.uri("").toString(), ConnectionSettings.builder())).hasSize(1);
        }
    }

    private static ConnectionSettings.Builder trusting() throws Exception {
        return ConnectionSettings.builder().trustFile(SecureServer.certificate(directory).toString());
    }

    private static List<String> events(Map<String, String> environment, String uri, ConnectionSettings.Builder how) {
        JettyUpstream upstream = new JettyUpstream(environment);
        try {
            List<Frame> frames = frames(
                    upstream.send(UpstreamRequest.builder(URI.create(uri + "/")).connection(how.build()).build()));
            return frames.stream().map(frame -> frame.data().utf8()).toList();
        } finally {
            upstream.close();
        }
    }
}
