package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Streams, opened at a steady pace and each read to its end: so many in all, or so many at any time. One thread, which
 * whoever stops it need not be.
 */
final class StreamLoad implements StreamConnection.Listener, AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Target target;
    private final Shape shape;
    private final List<Template> requests;
    private final ClientLoop loop;
    private final Tally tally;
    private int opened;
    private int ended;
    private int streaming;
    private volatile boolean stopped;

    /** How many streams, how many a second are opened, and what each is. */
    record Shape(int streams, int openedPerSecond, int events, int intervalMs) {
        /** The time from the first stream's opening to the last one's end. */
        Duration duration() {
            return Duration.ofMillis(1000L * streams / openedPerSecond).plus(length());
        }

        /** The time from a stream's first event to its last. */
        Duration length() {
            return Duration.ofMillis((long) (events - 1) * intervalMs);
        }
    }

    /**
     * A load that has not begun.
     *
     * @param requests what is sent, in turns
     * @param tally where what comes of it is put
     */
    StreamLoad(Target target, Shape shape, List<Template> requests, Tally tally) throws IOException {
        this.target = target;
        this.shape = shape;
        this.requests = requests;
        this.tally = tally;
        this.loop = new ClientLoop(this::failed);
    }

    static Tally run(Target target, Shape shape) throws IOException {
        Tally tally = new Tally();
        List<Template> requests = List.of(target.stream(shape.events(), shape.intervalMs()));
        try (StreamLoad load = new StreamLoad(target, shape, requests, tally)) {
            load.once();
        }
        return tally;
    }

    private void once() {
        long start = System.nanoTime();
        long last = start + shape.duration().plus(GRACE).toNanos();
        while (ended < shape.streams() && System.nanoTime() < last) {
            for (int due = due(start); opened < due;) {
                open();
            }
            poll();
        }
        tally.took(System.nanoTime() - start);
    }

    /** Opens the next stream as one ends, until it is stopped; then waits for those that are open. */
    void steadily() {
        long start = System.nanoTime();
        while (!stopped) {
            for (int missing = due(start) - (opened - ended); missing > 0; missing--) {
                open();
            }
            poll();
        }
        tally.took(System.nanoTime() - start);
        long last = System.nanoTime() + shape.length().plus(GRACE).toNanos();
        while (ended < opened && System.nanoTime() < last) {
            poll();
        }
    }

    /** Opens no more. */
    void stop() {
        stopped = true;
    }

    private void poll() {
        loop.poll(opened < shape.streams() ? 1 : 100);
    }

    /** How many were to be opened since the start, if none had ended. */
    private int due(long start) {
        long due = (System.nanoTime() - start) * shape.openedPerSecond() / 1_000_000_000L + 1;
        return (int) Math.min(due, shape.streams());
    }

    private void open() {
        Template request = requests.get(opened++ % requests.size());
        try {
            StreamConnection connection = new StreamConnection(target, shape.events(), this);
            loop.add(connection);
            try {
                connection.send(request, System.nanoTime());
            } catch (IOException e) {
                loop.fail(connection, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            ended++;
            tally.failed("connect: " + e.getMessage());
        }
    }

    @Override
    public void firstEvent(StreamConnection connection, long sinceRequestNanos) {
        tally.open(++streaming);
        tally.firstEvent(sinceRequestNanos);
    }

    @Override
    public void event(long sinceSentNanos) {
        tally.event(sinceSentNanos);
    }

    @Override
    public void whole(StreamConnection connection) {
        ended++;
        streaming--;
        tally.streamed();
        connection.close();
    }

    private void failed(ClientConnection connection, String reason) {
        ended++;
        if (connection instanceof StreamConnection stream && stream.hasEvents()) {
            streaming--;
        }
        tally.failed(reason);
    }

    /** Closes every connection; a stream that is not at its end has failed. */
    @Override
    public void close() throws IOException {
        loop.close();
    }
}
