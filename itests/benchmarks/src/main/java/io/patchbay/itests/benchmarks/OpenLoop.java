package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed rate: every request has the moment at which it must leave, and its latency counts from there, whatever kept
 * it (so that a subject that stalls is charged for all who waited). One thread sends, one reads.
 */
final class OpenLoop implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int MAX_CONNECTIONS = 1024;

    private final Target target;
    private final Template request;
    private final Template lateRequest;
    private final ClientLoop loop;
    private final Tally tally = new Tally();
    private final Deque<AnswerConnection> idle = new ArrayDeque<>();
    private final Queue<Long> late = new ArrayDeque<>();
    private int connections;
    private int outstanding;
    private String connectFault = "no connection free";
    private volatile boolean reading = true;

    private OpenLoop(Target target) throws IOException {
        this.target = target;
        this.request = target.chat();
        this.lateRequest = request.copy();
        this.loop = new ClientLoop(this::failed);
    }

    static Tally run(Target target, int perSecond, Duration duration) throws IOException {
        long count = perSecond * duration.toNanos() / 1_000_000_000L;
        try (OpenLoop load = new OpenLoop(target)) {
            load.open(Math.clamp(perSecond / 20, 8, MAX_CONNECTIONS));
            Thread reader = Thread.ofPlatform().name("bench-reader").start(load::read);
            long start = System.nanoTime();
            load.send(start, count, 1_000_000_000L / perSecond);
            load.tally.took(System.nanoTime() - start);
            load.awaitAnswers();
            load.reading = false;
            reader.join();
            return load.tally;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void send(long start, long count, long periodNanos) {
        for (long i = 0; i < count; i++) {
            long due = start + i * periodNanos;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            take(due).ifPresent(connection -> send(connection, request, due));
        }
    }

    /** A free connection; without one, the request waits for the next that gets free. */
    private synchronized Optional<AnswerConnection> take(long due) {
        if (idle.isEmpty() && connections < MAX_CONNECTIONS) {
            open(1);
        }
        outstanding++;
        if (idle.isEmpty()) {
            late.add(due);
            return Optional.empty();
        }
        return Optional.of(idle.pop());
    }

    private synchronized void open(int count) {
        for (int i = 0; i < count; i++) {
            try {
                AnswerConnection connection = new AnswerConnection(target, this::answered);
                loop.add(connection);
                connections++;
                idle.push(connection);
            } catch (IOException e) {
                connectFault = "connect: " + e.getMessage();
                return;
            }
        }
    }

    private void send(AnswerConnection connection, Template template, long due) {
        try {
            connection.send(template, due);
        } catch (IOException e) {
            loop.fail(connection, String.valueOf(e.getMessage()));
        }
    }

    private void read() {
        while (reading) {
            loop.poll(100);
        }
    }

    private void answered(AnswerConnection connection, Optional<String> fault) {
        fault.ifPresentOrElse(tally::failed, () -> tally.answered(System.nanoTime() - connection.startNanos()));
        if (connection.closing()) {
            connection.close();
            gone(connection, true);
        } else {
            free(connection);
        }
    }

    private synchronized void free(AnswerConnection connection) {
        outstanding--;
        Long due = late.poll();
        if (due == null) {
            idle.push(connection);
        } else {
            send(connection, lateRequest, due);
        }
    }

    private void failed(ClientConnection connection, String reason) {
        tally.failed(reason);
        gone(connection, connection.startNanos() != 0);
    }

    private synchronized void gone(ClientConnection connection, boolean hadRequest) {
        connections--;
        boolean wasIdle = idle.remove(connection);
        if (hadRequest && !wasIdle) {
            outstanding--;
        }
        if (!late.isEmpty()) {
            open(1);
            if (!idle.isEmpty()) {
                send(idle.pop(), lateRequest, late.remove());
            }
        }
    }

    private synchronized boolean allAnswered() {
        return outstanding <= 0;
    }

    private void awaitAnswers() throws InterruptedException {
        long last = System.nanoTime() + GRACE.toNanos();
        while (!allAnswered() && System.nanoTime() < last) {
            Thread.sleep(1);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            late.forEach(_ -> tally.failed("never sent, " + connectFault));
            late.clear();
        }
        loop.close();
    }
}
