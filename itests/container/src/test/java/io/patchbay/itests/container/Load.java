package io.patchbay.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask again and again, whole answers and streams, and look at each answer, until closed. */
final class Load implements AutoCloseable {
    private static final int STREAMS = 8;
    private static final int WHOLE = 4;

    private final HttpClients clients = new HttpClients();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<Future<?>> running = new ArrayList<>();

    Load(String model, String reply) {
        for (int i = 0; i < STREAMS + WHOLE; i++) {
            boolean stream = i < STREAMS;
            running.add(threads.submit(() -> {
                while (!over.get()) {
                    check(clients.ask(model, stream, ""), stream, reply);
                    answered.incrementAndGet();
                }
                return null;
            }));
        }
        awaitAnswers();
    }

    /** Waits until every client, on average, has been answered once more. */
    void awaitAnswers() {
        int before = answered.get();
        await().until(() -> answered.get() >= before + STREAMS + WHOLE
                || running.stream().anyMatch(client -> client.isDone() && !over.get()));
    }

    /** Whether each answer was the right one, and whole. */
    @Override
    public void close() {
        over.set(true);
        threads.close();
        assertThat(running).allSatisfy(client -> assertThat(client).succeedsWithin(Duration.ZERO));
    }

    private static void check(HttpResponse<String> response, boolean stream, String reply) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        if (stream) {
            assertThat(response.body()).endsWith("data: [DONE]\n\n");
            for (String word : reply.split(" ", -1)) {
                assertThat(response.body()).contains(word);
            }
        } else {
            assertThat(response.body()).contains(reply);
        }
    }
}
