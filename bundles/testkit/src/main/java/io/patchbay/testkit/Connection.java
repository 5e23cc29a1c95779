package io.patchbay.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection of a {@link FakeUpstream}.
 *
 * <p>A thread of its own reads requests, and so sees at once that the client is gone; each request's script is played by
 * another, which is interrupted then.
 */
final class Connection implements Runnable {
    private final FakeUpstream upstream;
    private final Socket socket;
    private final int number;
    private final InputStream in;
    private final OutputStream out;

    Connection(FakeUpstream upstream, Socket socket, int number) throws IOException {
        this.upstream = upstream;
        this.socket = socket;
        this.number = number;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    @Override
    public void run() {
        List<ReceivedRequest> received = new ArrayList<>();
        List<Thread> players = new ArrayList<>();
        try {
            for (Optional<ReceivedRequest> next = read(); next.isPresent(); next = read()) {
                if (!players.isEmpty()) {
                    players.getLast().join();
                }
                received.add(next.get());
                Script script = upstream.receive(next.get());
                players.add(Thread.startVirtualThread(() -> play(script)));
            }
        } catch (IOException | InterruptedException e) {
            // The connection is over, which is what the finally block is about.
        } finally {
            close();
            players.forEach(Thread::interrupt);
            received.forEach(ReceivedRequest::gone);
        }
    }

    private void play(Script script) {
        try {
            script.play(this);
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void send(Bytes bytes) throws IOException {
        out.write(bytes.toArray());
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    private Optional<ReceivedRequest> read() throws IOException {
        Optional<String> line = readLine();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] words = line.get().split(" ", 3);
        Headers.Builder builder = Headers.builder();
        for (String header = requireLine(); !header.isEmpty(); header = requireLine()) {
            int colon = header.indexOf(':');
            builder.add(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        Headers headers = builder.build();
        Bytes body = headers.first("transfer-encoding").isPresent()
                ? readChunks()
                : readExactly(Integer.parseInt(headers.first("content-length").orElse("0")));
        return Optional.of(new ReceivedRequest(number, words[0], words[1], headers, body));
    }

    private Bytes readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(readExactly(size).toArray());
            requireLine();
        }
        while (!requireLine().isEmpty()) {
            // A trailer.
        }
        return Bytes.wrap(body.toByteArray());
    }

    private int chunkSize() throws IOException {
        String line = requireLine();
        int extension = line.indexOf(';');
        return Integer.parseInt(extension < 0 ? line : line.substring(0, extension), 16);
    }

    private Bytes readExactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return Bytes.wrap(bytes);
    }

    private String requireLine() throws IOException {
        return readLine().orElseThrow(EOFException::new);
    }

    private Optional<String> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                return Optional.empty();
            }
            line.write(read);
        }
        return Optional.of(line.toString(ISO_8859_1).stripTrailing());
    }
}
