package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much of a route's traffic each of its targets gets. */
class SharesIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int CLIENTS = 16;
    private static final int REQUESTS = 200;
    private static final int USERS = 2_000;
    private static final double CANARY = 0.05;
    private static final String DOCUMENT = """
            io.patchbay.provider.mock~steady: { latencyMs: 50 }
            io.patchbay.provider.mock~wavering: { latencyMs: 50 }
            io.patchbay.route~quick: { model: "quick", targets: ["steady/m", "wavering/m"], balancer: latency }
            io.patchbay.provider.mock~main: {}
            io.patchbay.provider.mock~canary: {}
            io.patchbay.route~trial: { model: "trial", targets: ["main/m=0.95", "canary/m=0.05"], sticky: user }
            """;

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with(DOCUMENT);

    @Test
    void aTargetThatBecomesSlowLosesItsShareAndHasItBackWhenItIsQuickAgain() {
        await().atMost(LIMIT).until(SharesIT::wavering, share -> share > 0.3 && share < 0.7);

        GATEWAY.admin().patch("{\"io.patchbay.provider.mock~wavering\": {\"latencyMs\": 300}}");
        await().atMost(LIMIT).until(SharesIT::wavering, share -> share < 0.1);

        GATEWAY.admin().patch("{\"io.patchbay.provider.mock~wavering\": {\"latencyMs\": 50}}");
        await().atMost(LIMIT).until(SharesIT::wavering, share -> share > 0.3);
    }

    @Test
    void aCanaryGetsItsFewPercentAndAlwaysTheSameUsers() {
        Set<Integer> chosen = ofTheCanary(GATEWAY.client());

        // Three standard deviations of as many draws; who is drawn is the same each time.
        assertThat(chosen.size() / (double) USERS)
                .isBetween(CANARY - 3 * deviation(), CANARY + 3 * deviation());
        assertThat(ofTheCanary(GATEWAY.client())).isEqualTo(chosen);

        GATEWAY.admin().patch("""
                {"io.patchbay.provider.mock~another": {},
                 "io.patchbay.route~another": {"model": "another", "targets": ["another/m"]}}""");
        assertThat(GATEWAY.client().chat("another").statusCode()).isEqualTo(200);
        assertThat(ofTheCanary(GATEWAY.client())).as("after a change of something else").isEqualTo(chosen);

        try (GatewayProcess again = GatewayProcess.run(Distribution.root(), DOCUMENT, GatewayProcess.SHORT_LIVED)) {
            assertThat(ofTheCanary(new Client(again.url()))).as("after a new start").isEqualTo(chosen);
        }
    }

    private static double deviation() {
        return Math.sqrt(CANARY * (1 - CANARY) / USERS);
    }

    private static double wavering() {
        List<String> providers = all(REQUESTS, _ -> provider(GATEWAY.client().chat("quick")));
        return providers.stream().filter("wavering"::equals).count() / (double) REQUESTS;
    }

    private static Set<Integer> ofTheCanary(Client client) {
        List<String> providers =
                all(USERS, user -> provider(client.chat("trial", "x-patchbay-user", "user-" + user)));
        return IntStream.range(0, USERS).filter(user -> providers.get(user).equals("canary")).boxed()
                .collect(Collectors.toSet());
    }

    private static String provider(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-patchbay-provider").orElseThrow();
    }

    /** What becomes of some requests, of which some are under way at a time. */
    private static List<String> all(int count, Function<Integer, String> request) {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<String>> answers =
                    IntStream.range(0, count).mapToObj(i -> clients.submit(() -> request.apply(i))).toList();
            return answers.stream().map(SharesIT::done).toList();
        }
    }

    private static String done(Future<String> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
