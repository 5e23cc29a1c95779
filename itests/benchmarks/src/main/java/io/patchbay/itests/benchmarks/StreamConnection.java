package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/** A connection whose answer is a stream: every event is timed, and checked for its place and its owner. */
final class StreamConnection extends ClientConnection {
    private static final byte[] ERROR = Ascii.bytes("{\"error\":");
    private static final int MAX_EVENT = 1 << 16;

    private final Ascii.Buffer text = new Ascii.Buffer();
    private final Tongue tongue;
    private final byte[] more;
    private final byte[] last;
    private final int events;
    private final Listener listener;
    private int received;
    private boolean done;

    /** Told what happens on a stream, on the reading thread. */
    interface Listener {
        void firstEvent(StreamConnection connection, long sinceRequestNanos);

        void event(long sinceSentNanos);

        void whole(StreamConnection connection);
    }

    StreamConnection(Target target, int events, Listener listener) throws IOException {
        super(target);
        this.tongue = target.tongue();
        this.more = Ascii.bytes(tongue.more());
        this.last = Ascii.bytes(tongue.end());
        this.events = events;
        this.listener = listener;
    }

    @Override
    void startLine(byte[] line, int length) throws IOException {
        super.startLine(line, length);
        if (status() != 200) {
            throw new IOException("status " + status());
        }
    }

    @Override
    void body(byte[] bytes, int from, int to) throws IOException {
        long now = SharedClock.nanos();
        text.append(bytes, from, to);
        int start = 0;
        int end = tongue.endOfEvent(text.array(), 0, text.length());
        while (end >= 0) {
            event(start, end, now);
            start = end;
            end = tongue.endOfEvent(text.array(), start, text.length());
        }
        text.drop(start);
        if (text.length() > MAX_EVENT) {
            throw new IOException("event without an end");
        }
    }

    private void event(int from, int to, long now) throws IOException {
        byte[] bytes = text.array();
        done |= Ascii.find(last, bytes, from, to) >= 0;
        boolean brings = more.length == 0 || Ascii.find(more, bytes, from, to) >= 0;
        int at = brings ? Ascii.find(Marker.PREFIX, bytes, from, to) : -1;
        if (at < 0) {
            if (Ascii.find(ERROR, bytes, from, to) >= 0) {
                throw new IOException("error event" + ErrorCode.of(Arrays.copyOfRange(bytes, from, to), to - from));
            }
            return;
        }
        int numberEnd = at + Marker.FIRST_NUMBER + Marker.NUMBER_DIGITS;
        if (numberEnd >= to || Marker.id(bytes, at) != id()) {
            throw new IOException("another caller's event");
        }
        if (Marker.number(bytes, at, 0) != received) {
            throw new IOException("event lost or doubled");
        }
        if (received++ == 0) {
            listener.firstEvent(this, System.nanoTime() - startNanos());
        }
        // the echo of a caller's id has no time in it
        if (bytes[numberEnd] == ':') {
            sent(numberEnd + 1, to, now);
        }
    }

    private void sent(int nanosAt, int to, long now) throws IOException {
        if (nanosAt + Marker.NANOS_DIGITS > to) {
            throw new IOException("event not whole");
        }
        long sinceSent = now - Ascii.decimal(text.array(), nanosAt, nanosAt + Marker.NANOS_DIGITS);
        if (sinceSent < 0) {
            throw new IOException("event from the future: the clock was set");
        }
        listener.event(sinceSent);
    }

    @Override
    void finished() throws IOException {
        if (!done || received != events) {
            throw new IOException("stream ended early");
        }
        if (!stamped()) {
            throw new IOException("not stamped once");
        }
        listener.whole(this);
    }

    /** Whether at least one event has come. */
    boolean hasEvents() {
        return received > 0;
    }
}
