package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Saturation: so many connections, each with one request on it at any time. One thread. */
final class ClosedLoop {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Target target;
    private final Template request;
    private final List<Template> wanted = List.of(Answers.WHOLE_TEXT.copy());
    private final long endNanos;
    private final ClientLoop loop;
    private final Tally tally = new Tally();
    private int busy;

    private ClosedLoop(Target target, long endNanos) throws IOException {
        this.target = target;
        this.request = target.chat();
        this.endNanos = endNanos;
        this.loop = new ClientLoop(this::failed);
    }

    static Tally run(Target target, int connections, Duration duration) throws IOException {
        long start = System.nanoTime();
        ClosedLoop load = new ClosedLoop(target, start + duration.toNanos());
        try (ClientLoop loop = load.loop) {
            for (int i = 0; i < connections; i++) {
                load.open();
            }
            long last = load.endNanos + GRACE.toNanos();
            while (load.busy > 0 && System.nanoTime() < last) {
                loop.poll(100);
            }
            load.tally.took(System.nanoTime() - start);
        }
        return load.tally;
    }

    private void open() {
        try {
            AnswerConnection connection = new AnswerConnection(target, wanted, this::answered);
            loop.add(connection);
            busy++;
            send(connection);
        } catch (IOException e) {
            tally.failed("connect: " + e.getMessage());
        }
    }

    private void send(AnswerConnection connection) {
        try {
            connection.send(request, System.nanoTime());
        } catch (IOException e) {
            loop.fail(connection, String.valueOf(e.getMessage()));
        }
    }

    private void answered(AnswerConnection connection, Optional<String> fault) {
        fault.ifPresentOrElse(tally::failed, () -> tally.answered(System.nanoTime() - connection.startNanos()));
        if (connection.closing() || System.nanoTime() >= endNanos) {
            connection.close();
            replace();
        } else {
            send(connection);
        }
    }

    private void failed(ClientConnection connection, String reason) {
        tally.failed(reason);
        replace();
    }

    private void replace() {
        busy--;
        if (System.nanoTime() < endNanos) {
            open();
        }
    }
}
