package io.patchbay.itests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.itests.product.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the primary does: its client gets the best answer that the rules allow, or an error that its SDK knows; never
 * something that only looks like an answer.
 */
class FaultsIT {
    private static final int AT_A_TIME = 32;
    private static final List<Case> CASES = Case.all(FaultTable.faults(), Trio.ALL);
    private static final Spares SPARES = new Spares(CASES);
    private static final List<Departure> DEPARTURES = Departure.all();
    private static final List<SlowReader> SLOW_READERS = SlowReader.all();

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with(document())
            .environment("GOOD_KEY", Case.GOOD_KEY)
            .environment("BAD_KEY", Case.BAD_KEY);

    private static List<Judged> judged = List.of();

    @BeforeAll
    static void run() throws InterruptedException {
        Clients clients = new Clients(GATEWAY.url());
        for (Trio trio : Trio.ALL) {
            clients.ask(trio.client(), Spares.provider(trio.fallback(), true) + "/warm-up", true, Optional.empty());
        }
        // Nobody else is under way: what the metrics say of requests in flight is said of theirs.
        List<Judged> alone = Stream.concat(DEPARTURES.stream().map(each -> each.run(clients, GATEWAY::metrics)),
                SLOW_READERS.stream().map(each -> each.run(clients))).toList();
        List<Result> results = atATime(CASES.stream().<Callable<Result>>map(each -> () -> each.run(clients)).toList());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> GATEWAY.metrics().sum("patchbay_requests_in_flight") == 0);
        Accounts accounts = new Accounts(GATEWAY.metrics().lines());
        judged = Stream.concat(results.stream().map(result -> result.judge(accounts)), alone.stream()).toList();
        System.out.println(Report.write(judged));
    }

    private static <T> List<T> atATime(List<Callable<T>> tasks) throws InterruptedException {
        try (ExecutorService runners = Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            return runners.invokeAll(tasks).stream().map(Future::resultNow).toList();
        }
    }

    @AfterAll
    static void close() {
        SPARES.close();
    }

    static Stream<String> faults() {
        return judged.stream().map(Judged::fault).distinct();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isNoticedAsLittleAsCanBe(String fault) {
        assertThat(judged.stream().filter(each -> each.fault().equals(fault))
                .filter(each -> each.verdict() != Verdict.RIGHT).map(Judged::inWords)).isEmpty();
    }

    @Test
    void noRedirectIsFollowed() {
        assertThat(FaultTable.ELSEWHERE.received()).isEmpty();
    }

    private static String document() {
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.putObject("io.patchbay.telemetry").put("maxModels", 100_000);
        SPARES.configure(document);
        CASES.forEach(each -> each.configure(document));
        DEPARTURES.forEach(each -> each.configure(document));
        SLOW_READERS.forEach(each -> each.configure(document));
        return document.toString();
    }
}
