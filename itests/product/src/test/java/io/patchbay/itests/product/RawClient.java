package io.patchbay.itests.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Locale;

/** A client that sends whatever bytes a test wants to, on one connection. */
final class RawClient implements AutoCloseable {
    private static final int READ_LIMIT_MS = 20_000;

    private final Socket socket;

    /** What came back until the server closed the connection, or a complete answer was there. */
    record Answer(int status, String head, String body) {}

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_LIMIT_MS);
        socket.setTcpNoDelay(true);
    }

    /** The head of a chat request with more header lines. */
    static String head(String... lines) {
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n"
                + String.join("", Arrays.stream(lines).map(line -> line + "\r\n").toList()) + "\r\n";
    }

    RawClient send(String latin1) throws IOException {
        socket.getOutputStream().write(latin1.getBytes(ISO_8859_1));
        return this;
    }

    /** Sends a piece over and over, until so many bytes are out or the server refuses to take more. */
    RawClient sendUpTo(long size, String piece) {
        try {
            for (long sent = 0; sent < size; sent += piece.length()) {
                send(piece);
            }
        } catch (IOException e) {
            // What the server had to say about it can still be read.
        }
        return this;
    }

    /** Reads one answer. */
    Answer read() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("an answer, after: %s", head).isNotNegative();
            head.append((char) next);
        }
        String text = head.toString();
        int status = Integer.parseInt(text.substring(9, 12));
        String length = text.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .findFirst().orElse("content-length: 0");
        byte[] body = in.readNBytes(Integer.parseInt(length.substring(15).strip()));
        return new Answer(status, text, new String(body, UTF_8));
    }

    /** Reads one answer, which must be an error in OpenAI's schema. */
    OpenAiError readError() throws IOException {
        Answer answer = read();
        return OpenAiError.of(answer.status(), answer.body());
    }

    /** Waits until the server has closed the connection. */
    void awaitClosed() throws IOException {
        try {
            assertThat(socket.getInputStream().skip(Long.MAX_VALUE)).isNotNegative();
        } catch (SocketException e) {
            // Reset: as closed as it can be.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
