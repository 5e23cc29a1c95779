package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** One kept-alive connection of the mock upstream, with the answer that it is giving. */
final class MockConnection extends HttpReader {
    private static final byte[] CHAT = Ascii.bytes("POST /v1/chat/completions ");
    private static final byte[] MODELS = Ascii.bytes("GET /v1/models ");
    private static final byte[] STREAM = Ascii.bytes("\"stream\":true");
    private static final byte[] STREAM_SPACED = Ascii.bytes("\"stream\": true");
    private static final byte[][] PACE_HEADERS = {
        Ascii.bytes("x-mock-events:"), Ascii.bytes("x-mock-interval-ms:"), Ascii.bytes("x-mock-delay-ms:")
    };
    private static final int ABSENT = -1;
    private static final int MAX_BODY = 1 << 20;

    private final MockUpstream mock;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Ascii.Buffer body = new Ascii.Buffer();
    private final int[] asked = {ABSENT, ABSENT, ABSENT};
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private boolean chat;
    private boolean models;
    private boolean stream;
    private long id;
    private int position;
    private MockUpstream.Pace pace;
    private long dueNanos;

    MockConnection(MockUpstream mock, SocketChannel channel, SelectionKey key) {
        this.mock = mock;
        this.channel = channel;
        this.key = key;
        this.pace = mock.defaults();
    }

    long dueNanos() {
        return dueNanos;
    }

    /** Reads what there is and writes what had no room before. */
    void onReady(ByteBuffer input) {
        try {
            if (key.isWritable()) {
                channel.write(unsent);
                if (!unsent.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
            if (key.isReadable()) {
                input.clear();
                if (channel.read(input) < 0) {
                    close();
                } else {
                    feed(input.flip());
                }
            }
        } catch (IOException e) {
            close();
        }
    }

    @Override
    void startLine(byte[] text, int length) {
        chat = Ascii.startsWith(CHAT, text, length);
        models = Ascii.startsWith(MODELS, text, length);
        body.clear();
        asked[0] = asked[1] = asked[2] = ABSENT;
    }

    @Override
    void header(byte[] text, int length) {
        if (text[0] != 'x' && text[0] != 'X') {
            return;
        }
        for (int i = 0; i < PACE_HEADERS.length; i++) {
            if (Ascii.isHeader(PACE_HEADERS[i], text, length)) {
                asked[i] = (int) Ascii.decimal(text, PACE_HEADERS[i].length, length);
            }
        }
    }

    @Override
    void body(byte[] bytes, int from, int to) throws IOException {
        if (body.length() + to - from > MAX_BODY) {
            throw new IOException("body too large");
        }
        body.append(bytes, from, to);
    }

    @Override
    void end() throws IOException {
        if (!chat) {
            send(models ? Answers.MODELS.fill(0) : Answers.NOT_FOUND.fill(0));
            return;
        }
        int marker = Ascii.find(Marker.PREFIX, body.array(), 0, body.length());
        id = marker < 0 ? 0 : Marker.id(body.array(), marker);
        pace = new MockUpstream.Pace(
                pace(0, marker, mock.defaults().events()),
                pace(1, marker, mock.defaults().intervalMs()),
                pace(2, marker, mock.defaults().delayMs()));
        stream = Ascii.find(STREAM, body.array(), 0, body.length()) >= 0
                || Ascii.find(STREAM_SPACED, body.array(), 0, body.length()) >= 0;
        position = 0;
        if (pace.delayMs() > 0) {
            again(System.nanoTime(), pace.delayMs());
        } else {
            answer();
        }
    }

    private int pace(int field, int marker, int otherwise) {
        if (asked[field] != ABSENT) {
            return asked[field];
        }
        return marker < 0 ? otherwise : Marker.number(body.array(), marker, field);
    }

    /** The next thing is due: the delayed answer, or an event of the stream. */
    void onTimer() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            if (stream && position > 0) {
                event(dueNanos);
            } else {
                answer();
            }
        } catch (IOException e) {
            close();
        }
    }

    private void answer() throws IOException {
        if (stream) {
            send(Answers.STREAM_HEAD.fill(id));
            event(System.nanoTime());
        } else {
            send(Answers.ANSWER.fill(id));
        }
    }

    /** Sends the event that was due at a time, and sees to the next one. */
    private void event(long due) throws IOException {
        if (position < pace.events()) {
            send(Answers.STREAM_EVENT.fill(id, position, SharedClock.nanos()));
            position++;
        }
        if (position < pace.events()) {
            again(due, pace.intervalMs());
        } else {
            send(Answers.STREAM_END.fill(id));
        }
    }

    private void again(long from, int delayMs) {
        dueNanos = from + TimeUnit.MILLISECONDS.toNanos(delayMs);
        mock.schedule(this);
    }

    private void send(byte[] bytes) throws IOException {
        ByteBuffer output = ByteBuffer.wrap(bytes);
        if (!unsent.hasRemaining()) {
            channel.write(output);
        }
        if (output.hasRemaining()) {
            ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + output.remaining());
            unsent = both.put(unsent).put(output).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("close: " + e);
        }
    }
}
