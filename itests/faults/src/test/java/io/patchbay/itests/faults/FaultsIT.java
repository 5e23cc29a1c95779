package io.patchbay.itests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.itests.product.Gateway;
import java.util.List;
import java.util.concurrent.Callable;
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
    /** The heap may have 400. */
    private static final long MOST_RESIDENT_MEGABYTES = 700;
    private static final Run RUN = new Run(Case.all(FaultTable.faults(), Trio.ALL));
    private static final List<Departure> DEPARTURES = Departure.all();
    private static final List<Outage> OUTAGES = Outage.all();
    private static final List<SlowReader> SLOW_READERS = SlowReader.all();

    @RegisterExtension
    static final Gateway GATEWAY = RUN.gateway(document -> {
        DEPARTURES.forEach(each -> each.configure(document));
        OUTAGES.forEach(each -> each.configure(document));
        SLOW_READERS.forEach(each -> each.configure(document));
        // So many outages at a time would leave none of them its retries.
        document.putObject("io.patchbay.core").put("retryBudgetBurst", 1_000_000);
    });

    private static List<Judged> judged = List.of();

    @BeforeAll
    static void run() throws InterruptedException {
        Clients clients = RUN.clients(GATEWAY);
        // While nobody else is under way: what the metrics say of requests in flight is said of theirs.
        List<Judged> alone = Stream.concat(DEPARTURES.stream().map(each -> each.run(clients, GATEWAY::metrics)),
                SLOW_READERS.stream().map(each -> each.run(clients))).toList();
        List<Judged> cases = RUN.judge(GATEWAY, clients, AT_A_TIME);
        List<Judged> outages = Run.atATime(AT_A_TIME,
                OUTAGES.stream().<Callable<Judged>>map(each -> () -> each.run(clients)).toList());
        judged = Stream.of(cases, outages, alone).flatMap(List::stream).toList();
        System.out.println(Report.write(judged));
    }

    @AfterAll
    static void close() {
        RUN.close();
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
    void memoryStaysBounded() {
        long resident = GATEWAY.residentMegabytes();
        System.out.printf("faults: %d cases, %d MB at the end%n", judged.size(), resident);
        assertThat(resident).isLessThan(MOST_RESIDENT_MEGABYTES);
    }

    @Test
    void noRedirectIsFollowed() {
        assertThat(FaultTable.ELSEWHERE.received()).isEmpty();
    }
}
