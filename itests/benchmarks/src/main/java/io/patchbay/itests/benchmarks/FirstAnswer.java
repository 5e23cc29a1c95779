package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** Waits for a server's first whole answer to a chat request. */
final class FirstAnswer {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MS = 10;

    private FirstAnswer() {}

    /** Starts a server and returns the nanoseconds until it gave its first answer. */
    static long start(ServerProcess server, Target target) throws IOException {
        long start = System.nanoTime();
        server.start();
        await(server, target);
        return System.nanoTime() - start;
    }

    private static void await(ServerProcess server, Target target) throws IOException {
        long last = System.nanoTime() + LIMIT.toNanos();
        String reason = "";
        while (System.nanoTime() < last) {
            server.requireAlive();
            Tally tally = ClosedLoop.run(target, 1, Duration.ZERO);
            if (tally.answered() > 0) {
                return;
            }
            reason = tally.failures().keySet().toString();
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        throw new IOException("no answer in " + LIMIT.toSeconds() + " s: " + reason);
    }
}
