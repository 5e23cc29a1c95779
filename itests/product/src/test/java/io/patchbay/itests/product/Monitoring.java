package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What watches a gateway in operation: its metrics are scraped, and its readiness is probed, once a second. */
final class Monitoring implements AutoCloseable {
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("monitoring").factory());
    private final AtomicInteger rounds = new AtomicInteger();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** Begins to watch. */
    Monitoring(GatewayProcess gateway) {
        Client client = new Client(gateway.managementUrl());
        String token = "Bearer " + gateway.adminToken();
        var _ = timer.scheduleAtFixedRate(() -> {
            expectOk(client, "/metrics", "authorization", token);
            expectOk(client, "/health/ready");
            rounds.incrementAndGet();
        }, 0, 1, TimeUnit.SECONDS);
    }

    private void expectOk(Client client, String path, String... headers) {
        try {
            HttpResponse<String> answer = client.get(path, headers);
            if (answer.statusCode() != 200) {
                complaints.add(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (RuntimeException e) {
            complaints.add(path + " failed: " + e);
        }
    }

    /** Asserts that so far everything was answered, and that the gateway was ready at any time. */
    void assertWell() {
        assertThat(complaints).as("complaints in %s rounds", rounds).isEmpty();
        assertThat(rounds).hasPositiveValue();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
