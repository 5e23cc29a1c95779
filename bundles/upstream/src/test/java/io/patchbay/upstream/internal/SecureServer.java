package io.patchbay.upstream.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A Jetty server that answers with the protocol's name, over TLS with HTTP/2 or in the clear with HTTP/2 only. */
final class SecureServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Server server = new Server();
    private final ServerConnector connector;

    /** A server over TLS, for the host localhost. */
    static SecureServer tls(Path directory) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore(directory).toString());
        tls.setKeyStorePassword(PASSWORD);
        HttpConfiguration http = new HttpConfiguration();
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        SecureServer secure = new SecureServer(server -> new ServerConnector(server, tls, alpn,
                new HTTP2ServerConnectionFactory(http), new HttpConnectionFactory(http)));
        return secure;
    }

    /** A server that takes HTTP/2 for granted. */
    static SecureServer h2c() throws Exception {
        return new SecureServer(
                server -> new ServerConnector(server, new HTTP2CServerConnectionFactory(new HttpConfiguration())));
    }

    private interface Connectors {
        ServerConnector of(Server server);
    }

    private SecureServer(Connectors connectors) throws Exception {
        connector = connectors.of(server);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                response.getHeaders().add("content-type", "text/event-stream");
                String protocol = request.getConnectionMetaData().getProtocol();
                Content.Sink.write(response, false, "data: " + protocol + "\n\ndata: cut", Callback.NOOP);
                Content.Sink.write(response, true, " and whole\n\n", callback);
                return true;
            }
        });
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** The server's certificate, in PEM. */
    static Path certificate(Path directory) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(keyStore(directory).toFile(), PASSWORD.toCharArray());
        String base64 = Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded());
        return Files.writeString(directory.resolve("server.pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    private static Path keyStore(Path directory) throws IOException {
        Path file = directory.resolve("server.p12");
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair",
                    "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
                    "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
                    .inheritIO().start();
            try {
                if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                    throw new IOException("keytool failed");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        return file;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
