package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
    private final List<Template> requests;
    private final List<Template> lateRequests;
    private final List<Template> wanted;
    private final ClientLoop loop;
    private final Tally tally;
    private final Deque<AnswerConnection> idle = new ArrayDeque<>();
    private final Queue<Due> late = new ArrayDeque<>();
    private int connections;
    private int outstanding;
    private String connectFault = "no connection free";
    private volatile boolean sending = true;
    private volatile boolean reading = true;

    /** A request by its number, and the moment at which it must leave. */
    private record Due(long number, long nanos) {}

    /**
     * A load that has not begun.
     *
     * @param requests what is sent, in turns
     * @param wanted the texts of which every answer must have one
     * @param tally where what comes of it is put
     */
    OpenLoop(Target target, List<Template> requests, List<Template> wanted, Tally tally) throws IOException {
        this.target = target;
        this.requests = requests.stream().map(Template::copy).toList();
        this.lateRequests = requests.stream().map(Template::copy).toList();
        this.wanted = wanted.stream().map(Template::copy).toList();
        this.tally = tally;
        this.loop = new ClientLoop(this::failed);
    }

    static Tally run(Target target, int perSecond, Duration duration) throws IOException {
        Tally tally = new Tally();
        try (OpenLoop load = new OpenLoop(target, List.of(target.chat()), List.of(Answers.WHOLE_TEXT), tally)) {
            load.run(perSecond, perSecond * duration.toNanos() / 1_000_000_000L);
        }
        return tally;
    }

    /** Sends so many requests, or fewer if it is stopped, and waits for their answers. */
    void run(int perSecond, long count) throws IOException {
        open(Math.clamp(perSecond / 20, 8, MAX_CONNECTIONS));
        Thread reader = Thread.ofPlatform().name("bench-reader").start(this::read);
        try {
            long start = System.nanoTime();
            send(start, count, 1_000_000_000L / perSecond);
            tally.took(System.nanoTime() - start);
            awaitAnswers();
            reading = false;
            loop.wakeup();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            reading = false;
        }
    }

    /** Sends no more. */
    void stop() {
        sending = false;
    }

    private void send(long start, long count, long periodNanos) {
        for (long i = 0; i < count && sending; i++) {
            Due due = new Due(i, start + i * periodNanos);
            for (long left = due.nanos() - System.nanoTime(); left > 0; left = due.nanos() - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            take(due).ifPresent(connection -> send(connection, requests, due));
        }
    }

    /** A free connection; without one, the request waits for the next that gets free. */
    private synchronized Optional<AnswerConnection> take(Due due) {
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
                AnswerConnection connection = new AnswerConnection(target, wanted, this::answered);
                loop.add(connection);
                connections++;
                idle.push(connection);
            } catch (IOException e) {
                connectFault = "connect: " + e.getMessage();
                return;
            }
        }
    }

    private void send(AnswerConnection connection, List<Template> templates, Due due) {
        try {
            connection.send(templates.get((int) (due.number() % templates.size())), due.nanos());
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
        Due due = late.poll();
        if (due == null) {
            idle.push(connection);
        } else {
            send(connection, lateRequests, due);
        }
    }

    private void failed(ClientConnection connection, String reason) {
        // a connection that is closed while no request is on it fails none
        if (!gone(connection, connection.startNanos() != 0)) {
            tally.failed(reason);
        }
    }

    /** Does without a connection, and returns whether it was idle. */
    private synchronized boolean gone(ClientConnection connection, boolean hadRequest) {
        connections--;
        boolean wasIdle = idle.remove(connection);
        if (hadRequest && !wasIdle) {
            outstanding--;
        }
        if (!late.isEmpty()) {
            open(1);
            if (!idle.isEmpty()) {
                send(idle.pop(), lateRequests, late.remove());
            }
        }
        return wasIdle;
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
