package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for the successor of what was withdrawn, and who does not. */
@Timeout(30)
class SuccessorTest {
    private final Bench bench = new Bench();

    @Test
    void aRequestWaitsForItsProvidersSuccessor() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.stop(old);
        bench.time.whenSomebodyWaits(() -> bench.provider(Origins.bundle(), "main", Bench.whole("+new")));
        assertThat(bench.ask("main/m")).isEqualTo("+new\nfinish\n");
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void aBareModelWaitsForTheProviderThatHasItAndGoesToNobodyElse() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"), "gpt-*");
        bench.provider(Origins.bundle(), "lab", attempt -> {
            throw new AssertionError("it has no such model");
        }, "llama");
        bench.stop(old);
        bench.time.whenSomebodyWaits(() -> bench.provider(Origins.bundle(), "main", Bench.whole("+new"), "gpt-*"));
        assertThat(bench.ask("gpt-5")).isEqualTo("+new\nfinish\n");
        bench.stop(bench.provider(Origins.bundle(), "gone", Bench.whole("+gone")));
    }

    @Test
    void whatTheOnlyProviderHadWaitsForItsSuccessor() {
        bench.stop(bench.provider(Origins.bundle(), "main", Bench.whole("+old")));
        bench.time.whenSomebodyWaits(() -> bench.provider(Origins.bundle(), "main", Bench.whole("+new")));
        assertThat(bench.ask("anything")).isEqualTo("+new\nfinish\n");
    }

    @Test
    void aRequestGoesToTheNextTargetRatherThanWait() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.provider(Origins.bundle(), "spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), "spare");
        bench.stop(old);
        assertThat(bench.ask("m")).isEqualTo("+spare\nfinish\n");
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void itWaitsAllTheSameWhenTheNextTargetFails() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.provider(Origins.bundle(), "spare", attempt -> {
            throw new GatewayException(ErrorKind.UPSTREAM, "down");
        });
        bench.route("m", List.of("main"), "spare");
        bench.stop(old);
        bench.time.whenSomebodyWaits(() -> bench.provider(Origins.bundle(), "main", Bench.whole("+new")));
        assertThat(bench.ask("m")).isEqualTo("+new\nfinish\n");
    }

    @Test
    void whereNoSuccessorComesTheClientIsToldWhenToTryAgainAndThenNobodyWaitsAnyMore() {
        bench.stop(bench.provider(Origins.bundle(), "main", Bench.whole("+old")));

        GatewayException waited = refusal("main/m");
        assertThat(waited.kind()).isEqualTo(ErrorKind.PROVIDER_NOT_INSTALLED);
        assertThat(bench.time.nanos()).isEqualTo(Bench.WINDOW.toNanos());
        assertThat(waited.retryAfter()).isPresent();
        assertThat(waited.publicMessage()).contains("'main'").contains("try again");

        GatewayException told = refusal("main/m");
        assertThat(told.kind()).isEqualTo(ErrorKind.PROVIDER_NOT_INSTALLED);
        assertThat(told.publicMessage()).contains("not installed");
        assertThat(bench.time.nanos()).as("nobody waited").isEqualTo(Bench.WINDOW.toNanos());
        assertThat(bench.finished).hasSize(2);
    }

    @Test
    void theWindowBeginsWhenTheBundleHasFinishedItsWork() throws Exception {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.stream("+a\n", "+b\n", "finish\n"));
        Answer answer = bench.handle("main/m", true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> stopped = threads.submit(() -> bench.stop(old));
            Awaitility.await().until(old.leases()::closed);
            refusal("main/m");
            assertThat(bench.time.nanos()).isEqualTo(Bench.WINDOW.toNanos());
            answer.close();
            stopped.get();
        }
        bench.time.whenSomebodyWaits(() -> bench.provider(Origins.bundle(), "main", Bench.whole("+new")));
        assertThat(bench.ask("main/m")).isEqualTo("+new\nfinish\n");
    }

    @Test
    void afterAnUninstallNobodyWaits() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.stop(old);
        bench.time.whenSomebodyWaits(() -> bench.installed.forget(old.leases().bundleId()));
        assertThat(refusal("main/m").publicMessage()).contains("not installed");
        assertThat(refusal("main/m").publicMessage()).contains("not installed");
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void aProviderWhoseConfigurationIsDeletedIsNotWaitedForButOneWhoseConfigurationChangesIs() {
        Origin deleted = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.configured.clear();
        bench.installed.remove(deleted.serviceId(), false);
        assertThat(refusal("main/m").kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);

        Origin changed = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.installed.remove(changed.serviceId(), false);
        bench.time.whenSomebodyWaits(() -> bench.provider(changed.leases(), "main", Bench.whole("+new")));
        assertThat(bench.ask("main/m")).isEqualTo("+new\nfinish\n");
        assertThat(changed.leases().closed()).isFalse();
    }

    @Test
    void aRequestInARunningWalkGoesOnWithTheOldOneWhereOnlyItsConfigurationChanges() {
        List<Origin> origins = new ArrayList<>();
        bench.filter(Origins.bundle(), "f", (exchange, chain) -> chain.proceed(exchange));
        bench.installed.addBalancer(Origins.of(Map.of()), (exchange, targets) -> {
            bench.installed.remove(origins.getFirst().serviceId(), false);
            return targets;
        }, Map.of("patchbay.balancer.name", "weighted"));
        origins.add(bench.provider(Origins.bundle(), "main", Bench.whole("+old")));
        bench.route("m", List.of("main", "main/other"));
        assertThat(bench.ask("m")).isEqualTo("+old\nfinish\n");
    }

    @Test
    void aFilterThatWasThereIsWaitedForAndNeverSkippedMeanwhile() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        Origin old = mark("mask", "old");
        bench.stop(old);
        bench.time.whenSomebodyWaits(() -> mark("other", "other"));
        bench.time.whenSomebodyWaits(() -> mark("mask", "new"));
        try (Answer answer = bench.handle("m", false)) {
            assertThat(answer.headers().first("x-mask")).contains("new");
        }
    }

    @Test
    void aFilterThatDoesNotComeBackIsToldAndAfterItsWindowRequestsGoOnWithoutIt() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.stop(mark("mask", "old"));
        assertThat(refusal("m").kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(bench.ask("m")).isEqualTo("+ok\nfinish\n");
        assertThat(bench.time.nanos()).isEqualTo(Bench.WINDOW.toNanos());
    }

    @Test
    void nobodyWaitsForWhatIsStoppedForGood() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        Origin filter = mark("mask", "old");
        filter.leases().expectNoSuccessor();
        bench.stop(filter);
        assertThat(bench.ask("m")).isEqualTo("+ok\nfinish\n");
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void aRequiredFilterIsNeverSkipped() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.installed.require(Set.of("mask"));
        GatewayException first = refusal("m");
        assertThat(first.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(first.publicMessage()).contains("'mask'");
        assertThat(first.retryAfter()).isPresent();
        refusal("m");
        assertThat(bench.time.nanos()).as("only the first one waited").isEqualTo(Bench.WINDOW.toNanos());
        mark("mask", "there");
        assertThat(bench.ask("m")).isEqualTo("+ok\nfinish\n");
        bench.installed.require(Set.of());
    }

    @Test
    void aRequiredFilterIsWaitedFor() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.installed.require(Set.of("mask"));
        bench.time.whenSomebodyWaits(() -> mark("mask", "there"));
        try (Answer answer = bench.handle("m", false)) {
            assertThat(answer.headers().first("x-mask")).contains("there");
        }
    }

    @Test
    void theClientsDialectIsWaitedFor() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.stop(bench.dialect);
        bench.time.whenSomebodyWaits(() -> bench.dialect("a"));
        assertThat(bench.ask("m")).isEqualTo("+ok\nfinish\n");
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void theProvidersDialectIsWaitedForAndLeased() {
        Origin other = bench.dialect("b");
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.stop(other);
        List<Origin> later = new ArrayList<>();
        bench.time.whenSomebodyWaits(() -> later.add(bench.dialect("b")));
        bench.dialect("c");
        try (Answer answer = bench.handle(LineDialect.exchange("c", "m", false))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(later).isEmpty();
        }
        bench.stop(bench.dialect);
        bench.time.whenSomebodyWaits(() -> later.add(bench.dialect("a")));
        try (Answer answer = bench.handle(LineDialect.exchange("c", "m", false))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(bench.taken(later.getLast())).isEqualTo(1);
        }
        assertThat(bench.taken(later.getLast())).isZero();
    }

    @Test
    void noMoreWaitThanAllowed() {
        bench.successors.limit(Bench.WINDOW, 0);
        bench.stop(bench.provider(Origins.bundle(), "main", Bench.whole("+old")));
        assertThat(refusal("main/m").retryAfter()).isPresent();
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void aClientThatIsGoneWaitsForNothing() {
        bench.stop(bench.provider(Origins.bundle(), "main", Bench.whole("+old")));
        Exchange exchange = LineDialect.exchange("a", "main/m", false);
        bench.time.whenSomebodyWaits(
                () -> exchange.cancellation().cancel(new GatewayException(ErrorKind.CANCELLED, "gone")));
        assertThatThrownBy(() -> bench.handle(exchange)).hasMessage("gone");
        assertThat(bench.time.nanos()).isZero();
        assertThat(bench.taken(bench.dialect)).isZero();
    }

    @Test
    void theWaitingKeepsNoBundleFromStopping() {
        Origin filter = mark("mask", "old");
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.stop(filter);
        bench.time.whenSomebodyWaits(() -> {
            assertThat(bench.taken(bench.dialect)).isZero();
            mark("mask", "new");
        });
        assertThat(bench.ask("m")).isEqualTo("+ok\nfinish\n");
    }

    @Test
    void whoHasLeasesOfItsOwnIsToldToWaitWithoutThemAndTheExchangeIsNotBegun() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        assertThat(bench.admission.admitIfReady("a")).hasValueSatisfying(Snapshot::giveBack);
        Origin filter = mark("mask", "old");
        bench.stop(filter);
        assertThat(bench.admission.admitIfReady("a")).isEmpty();
        bench.time.whenSomebodyWaits(() -> mark("mask", "new"));
        bench.admission.await("a", new Cancellation());
        bench.stop(bench.dialect);
        assertThat(bench.admission.admitIfReady("a")).isEmpty();
        assertThatThrownBy(() -> bench.admission.await("a", new Cancellation())).hasMessageContaining("dialect a");
        assertThat(bench.finished).isEmpty();
    }

    @Test
    void theBoundsCanBeChanged() {
        bench.successors.limit(Duration.ofSeconds(1), 10);
        bench.stop(bench.provider(Origins.bundle(), "main", Bench.whole("+old")));
        refusal("main/m");
        assertThat(bench.time.nanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    private Origin mark(String name, String version) {
        return bench.filter(Origins.bundle(), name,
                (exchange, chain) -> chain.proceed(exchange).withHeader("x-" + name, version));
    }

    private GatewayException refusal(String model) {
        return catchThrowableOfType(GatewayException.class, () -> bench.handle(model, false).close());
    }
}
