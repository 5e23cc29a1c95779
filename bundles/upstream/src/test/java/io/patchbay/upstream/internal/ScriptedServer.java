package io.patchbay.upstream.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream whose every byte a test decides. */
final class ScriptedServer implements AutoCloseable {
    /** What happens on one connection, whose number counts from 0. */
    @FunctionalInterface
    interface Script {
        void run(Connection connection, int number) throws Exception;
    }

    /** One connection, seen from the upstream. */
    static final class Connection {
        private final Socket socket;
        private final InputStream in;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /** Reads one request, head and body of known length; an empty text at the end of the connection. */
        String request() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return "";
                }
                head.write(b);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int length = text.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
            return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        /** Writes a text, line ends as they are. */
        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Answers with a body of known length. */
        void answer(int status, String type, String body) throws IOException {
            write("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }

        /** Begins an answer in chunks. */
        void chunked(String type) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        void chunk(String text) throws IOException {
            write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
        }

        /** Waits until the client closes, or resets; gives back when. */
        long awaitClose() {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                return System.nanoTime();
            }
            return System.nanoTime();
        }

        /** Passes bytes on to and from a port of this machine until the client closes. */
        void tunnel(int port) throws IOException {
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.startVirtualThread(() -> {
                    try {
                        target.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException e) {
                        return; // one of both is closed
                    }
                });
                in.transferTo(target.getOutputStream());
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    ScriptedServer(Script script) {
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(() -> accept(script));
    }

    /** A server that answers every request on every connection with a JSON body of known length. */
    static ScriptedServer json(String body) {
        return new ScriptedServer((connection, _) -> {
            while (!connection.request().isEmpty()) {
                connection.answer(200, "application/json", body);
            }
        });
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    int connections() {
        return connections.get();
    }

    /** What went wrong in a script, other than the client's going away. */
    List<Throwable> failures() {
        return failures;
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int number = connections.getAndIncrement();
                Thread.startVirtualThread(() -> run(script, socket, number));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                failures.add(e);
            }
        }
    }

    private void run(Script script, Socket socket, int number) {
        try (socket) {
            script.run(new Connection(socket), number);
        } catch (IOException e) {
            return; // the client is gone, as some tests want it
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
