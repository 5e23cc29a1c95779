package io.patchbay.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that sees the bytes as they are. */
final class Client implements AutoCloseable {
    private final Socket socket;

    Client(FakeUpstream upstream) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), upstream.port());
        socket.setSoTimeout(10_000);
    }

    Client get() throws IOException {
        return send("GET /x?y=z HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return this;
    }

    String read(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), UTF_8);
    }

    /** All bytes up to the end of the connection. */
    Bytes readAll() throws IOException {
        return Bytes.wrap(socket.getInputStream().readAllBytes());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
