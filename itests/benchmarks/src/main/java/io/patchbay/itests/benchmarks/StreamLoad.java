package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** Streams that are all open at once, opened at a steady pace; each is read to its end. One thread. */
final class StreamLoad implements StreamConnection.Listener {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Target target;
    private final Shape shape;
    private final Template request;
    private final ClientLoop loop;
    private final Tally tally = new Tally();
    private int left;
    private int streaming;

    /** How many streams, how many a second are opened, and what each is. */
    record Shape(int streams, int openedPerSecond, int events, int intervalMs) {
        /** The time from the first stream's opening to the last one's end. */
        Duration duration() {
            return Duration.ofMillis(1000L * streams / openedPerSecond + (long) (events - 1) * intervalMs);
        }
    }

    private StreamLoad(Target target, Shape shape) throws IOException {
        this.target = target;
        this.shape = shape;
        this.request = target.stream(shape.events(), shape.intervalMs());
        this.loop = new ClientLoop(this::failed);
    }

    static Tally run(Target target, Shape shape) throws IOException {
        StreamLoad load = new StreamLoad(target, shape);
        try (ClientLoop loop = load.loop) {
            long start = System.nanoTime();
            long last = start + shape.duration().plus(GRACE).toNanos();
            load.left = shape.streams();
            int opened = 0;
            while (load.left > 0 && System.nanoTime() < last) {
                long due = (System.nanoTime() - start) * shape.openedPerSecond() / 1_000_000_000L + 1;
                for (; opened < Math.min(due, shape.streams()); opened++) {
                    load.open();
                }
                loop.poll(opened < shape.streams() ? 1 : 100);
            }
            load.tally.took(System.nanoTime() - start);
        }
        return load.tally;
    }

    private void open() {
        try {
            StreamConnection connection = new StreamConnection(target, shape.events(), this);
            loop.add(connection);
            try {
                connection.send(request, System.nanoTime());
            } catch (IOException e) {
                loop.fail(connection, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            left--;
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
        left--;
        streaming--;
        tally.streamed();
        connection.close();
    }

    private void failed(ClientConnection connection, String reason) {
        left--;
        if (connection instanceof StreamConnection stream && stream.hasEvents()) {
            streaming--;
        }
        tally.failed(reason);
    }
}
