package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The reading side of a load: all its connections on one selector, read by the one thread that polls. */
final class ClientLoop implements AutoCloseable {
    private final Selector selector;
    private final ByteBuffer input = ByteBuffer.allocate(64 * 1024);
    private final BiConsumer<ClientConnection, String> onFailure;

    /** Makes a loop that closes a connection which fails and then tells why. */
    ClientLoop(BiConsumer<ClientConnection, String> onFailure) throws IOException {
        this.selector = Selector.open();
        this.onFailure = onFailure;
    }

    /** Reads from a connection from now on; any thread may call this. */
    void add(ClientConnection connection) throws IOException {
        connection.channel().register(selector, SelectionKey.OP_READ, connection);
        selector.wakeup();
    }

    /** Waits for input, at most the given time and at least a millisecond, and reads all of it. */
    void poll(long millis) {
        try {
            selector.select(this::read, Math.max(1, millis));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets whoever polls go on. */
    void wakeup() {
        selector.wakeup();
    }

    private void read(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof ClientConnection connection) {
            try {
                connection.onReadable(input);
            } catch (IOException e) {
                fail(connection, String.valueOf(e.getMessage()));
            }
        }
    }

    void fail(ClientConnection connection, String reason) {
        connection.close();
        onFailure.accept(connection, reason);
    }

    List<ClientConnection> connections() {
        List<ClientConnection> all = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ClientConnection connection) {
                all.add(connection);
            }
        }
        return all;
    }

    /** Closes every connection; those whose answer is still missing are counted as failures. */
    @Override
    public void close() throws IOException {
        for (ClientConnection connection : connections()) {
            if (connection.waiting()) {
                fail(connection, "no whole answer in time");
            } else {
                connection.close();
            }
        }
        selector.close();
    }
}
