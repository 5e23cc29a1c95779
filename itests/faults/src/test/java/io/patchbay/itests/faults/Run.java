package io.patchbay.itests.faults;

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
import java.util.function.Consumer;

/** Cases behind one gateway, many at a time. */
final class Run implements AutoCloseable {
    private final List<Case> cases;
    private final Spares spares;

    Run(List<Case> cases) {
        this.cases = cases;
        this.spares = new Spares(cases);
    }

    /** A gateway that is configured for the cases, and for what else is said. */
    Gateway gateway(Consumer<ObjectNode> more) {
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.putObject("io.patchbay.telemetry").put("maxModels", 100_000);
        spares.configure(document);
        cases.forEach(each -> each.configure(document));
        more.accept(document);
        return Gateway.with(document.toString()).underLoad()
                .environment("GOOD_KEY", Case.GOOD_KEY)
                .environment("BAD_KEY", Case.BAD_KEY);
    }

    /** Clients, of which one of each dialect has asked something, so that what comes next need not wait for classes. */
    Clients clients(Gateway gateway) {
        Clients clients = new Clients(gateway.url());
        for (Trio trio : Trio.ALL) {
            clients.ask(trio.client(), Spares.provider(trio.fallback(), true) + "/warm-up", true, Optional.empty());
        }
        return clients;
    }

    /** Runs all cases, and judges them once nothing is under way any more. */
    List<Judged> judge(Gateway gateway, Clients clients, int atATime) throws InterruptedException {
        List<Result> results =
                atATime(atATime, cases.stream().<Callable<Result>>map(each -> () -> each.run(clients)).toList());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.metrics().sum("patchbay_requests_in_flight") == 0);
        Accounts accounts = new Accounts(gateway.metrics().lines());
        return results.stream().map(result -> result.judge(accounts)).toList();
    }

    /** Does so many things at a time. */
    static <T> List<T> atATime(int most, List<Callable<T>> tasks) throws InterruptedException {
        try (ExecutorService runners = Executors.newFixedThreadPool(most, Thread.ofVirtual().factory())) {
            return runners.invokeAll(tasks).stream().map(Future::resultNow).toList();
        }
    }

    @Override
    public void close() {
        spares.close();
    }
}
