package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who uses what is counted, given back, and waited for. */
@Timeout(30)
class LeaseTest {
    private final Bench bench = new Bench();
    private final Leases bundle = Origins.bundle();

    @Test
    void anExchangeHasALeaseOnEveryBundleButOfProvidersAndAnAttemptOnItsProviders() {
        Origin provider = bench.provider(bundle, "main", Bench.stream("+a\n", "+b\n", "finish\n"));
        Origin other = bench.provider(Origins.bundle(), "other", Bench.whole("+x"));
        Origin filter = bench.filter(Origins.bundle(), "f", (exchange, chain) -> chain.proceed(exchange));

        Answer answer = bench.handle("main/m", true);

        assertThat(List.of(bench.taken(bench.dialect), bench.taken(filter), bench.taken(provider)))
                .containsOnly(1L);
        assertThat(bench.taken(other)).isZero();
        Bench.text(answer);
        assertThat(bench.taken(provider)).as("the attempt is over").isZero();
        assertThat(bench.taken(filter)).as("the answer is not").isEqualTo(1);
        answer.close();
        answer.close();
        assertThat(List.of(bench.taken(bench.dialect), bench.taken(filter))).containsOnly(0L);
        assertThat(bench.running.size()).isZero();
    }

    @Test
    void severalServicesOfABundleAreOneLease() {
        bench.filter(bundle, "f", (exchange, chain) -> chain.proceed(exchange));
        bench.filter(bundle, "g", (exchange, chain) -> chain.proceed(exchange));
        bench.provider(Origins.bundle(), "main", Bench.stream("+a\n", "finish\n"));
        try (Answer _ = bench.handle("m", true)) {
            assertThat(bundle.taken()).isEqualTo(1);
        }
        assertThat(bundle.taken()).isZero();
    }

    @Test
    void allIsGivenBackWhateverGoesWrong() {
        AtomicInteger turn = new AtomicInteger();
        Origin provider = bench.provider(bundle, "main", attempt -> switch (turn.getAndIncrement()) {
            case 0 -> throw new GatewayException(ErrorKind.INVALID_REQUEST, "wrong");
            case 1 -> throw new IllegalStateException("broken");
            case 2 -> throw new NoClassDefFoundError("gone");
            default -> Bench.whole("").send(attempt);
        });
        Origin filter = bench.filter(Origins.bundle(), "f", (exchange, chain) -> {
            if (exchange.model().equals("filter")) {
                throw new IllegalStateException("broken");
            }
            return chain.proceed(exchange);
        });
        for (String model : List.of("m", "m", "filter", "m")) {
            try (Answer answer = bench.handle(model, false)) {
                Bench.text(answer);
            } catch (GatewayException _) {
                // what is left of it is looked at below
            }
        }
        assertThat(List.of(bench.taken(provider), bench.taken(filter), bench.taken(bench.dialect))).containsOnly(0L);
        assertThat(bench.running.size()).isZero();
    }

    @Test
    void anAnswerThatAFilterDropsWithoutClosingItKeepsNothing() {
        Origin provider = bench.provider(bundle, "main", Bench.stream("+a\n", "+b\n", "finish\n"));
        bench.filter(Origins.bundle(), "f", (exchange, chain) -> {
            chain.proceed(exchange);
            return Answer.whole(204, Headers.EMPTY, Bytes.EMPTY);
        });
        try (Answer _ = bench.handle("m", true)) {
            assertThat(bench.taken(provider)).isEqualTo(1);
        }
        assertThat(bench.taken(provider)).isZero();
    }

    @Test
    void aStoppingBundleWaitsForItsStreamsAndTheyAreWhole() throws Exception {
        Origin provider = bench.provider(bundle, "main", Bench.stream("+a\n", "+b\n", "finish\n"));
        Answer answer = bench.handle("main/m", true);
        assertThat(answer.next()).isPresent();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> stopped = threads.submit(() -> bench.stop(provider));
            Awaitility.await().until(bundle::closed);
            assertThat(stopped).isNotDone();
            assertThat(Bench.text(answer)).isEqualTo("+b\nfinish\n");
            answer.close();
            stopped.get();
        }
        assertThat(bench.finished.getFirst().error()).isEmpty();
    }

    @Test
    void whatLastsLongerThanTheBoundIsCancelledAndTold() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        Origin filter = bench.filter(bundle, "f", (exchange, chain) -> chain.proceed(exchange));
        bench.provider(Origins.bundle(), "main", attempt -> {
            inside.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                attempt.cancellation().check();
            }
            throw new AssertionError("neither interrupted nor cancelled");
        });
        bench.drain.limit(Duration.ZERO);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> answer = threads.submit(() -> bench.handle("m", false));
            inside.await();
            bench.stop(filter);
            assertThat(bundle.taken()).isZero();
            assertThatThrownBy(answer::get).cause().isInstanceOfSatisfying(GatewayException.class, error -> {
                assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
                assertThat(error.publicMessage()).contains("being replaced").contains("send it again");
                assertThat(error.retryAfter()).isPresent();
            });
        }
    }

    @Test
    void whoseLeasesAreClosedGivesPlaceThoughItIsStillThere() {
        bench.provider(bundle, "main", Bench.stream("+a\n", "+b\n", "finish\n"));
        Answer answer = bench.handle("main/m", true);
        assertThat(answer.next()).isPresent();
        bench.provider(Origins.bundle(), "main", Bench.whole("+new"));
        bundle.close();
        assertThat(bench.ask("main/m")).isEqualTo("+new\nfinish\n");
        assertThat(Bench.text(answer)).isEqualTo("+b\nfinish\n");
        answer.close();
        assertThat(bundle.taken()).isZero();
    }

    @Test
    void whoseLeasesAreClosedIsGoneWhereNothingComesInItsPlace() {
        bench.provider(bundle, "main", Bench.whole("+ok"));
        bundle.expectNoSuccessor();
        bundle.close();
        assertThatThrownBy(() -> bench.ask("main/m")).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.PROVIDER_NOT_INSTALLED));
    }

    @Test
    void whatLastsLongerThanTheBoundIsCancelledThoughNobodyStopsTheBundleYet() {
        bench.provider(bundle, "main", Bench.stream("+a\n", "+b\n", "finish\n"));
        Answer answer = bench.handle("main/m", true);
        assertThat(answer.next()).isPresent();
        bundle.close();
        bench.drain.cancelOverdue();
        bench.drain.limit(Duration.ZERO);
        assertThat(answer.next()).isPresent();
        bench.drain.cancelOverdue();
        assertThatThrownBy(() -> Bench.text(answer)).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED));
        answer.close();
        assertThat(bundle.taken()).isZero();
    }

    @Test
    void anAttemptThatIsCancelledByADrainIsMadeGoodByTheNextTarget() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        Origin slow = bench.provider(bundle, "slow", attempt -> {
            inside.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                attempt.cancellation().check();
            }
            throw new AssertionError("neither interrupted nor cancelled");
        });
        bench.provider(Origins.bundle(), "spare", Bench.whole("+spare"));
        bench.route("m", List.of("slow"), "spare");
        bench.drain.limit(Duration.ZERO);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> answer = threads.submit(() -> bench.ask("m"));
            inside.await();
            bench.stop(slow);
            assertThat(answer.get()).isEqualTo("+spare\nfinish\n");
        }
    }

    @Test
    void anExchangeThatKeepsABundleFromStoppingMayUseItsProviderToo() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        bench.provider(bundle, "main", Bench.whole("+main"));
        bench.filter(bundle, "f", (exchange, chain) -> {
            bundle.close();
            closed.set(true);
            bench.installed.withoutClosed();
            return chain.proceed(exchange);
        });
        assertThat(bench.ask("main/m")).isEqualTo("+main\nfinish\n");
        assertThat(closed).isTrue();
        assertThat(bundle.taken()).isZero();
    }

    @Test
    void aProviderThatWasReplacedSinceThePlanIsUsedInItsPresentForm() {
        Provider gone = attempt -> {
            throw new AssertionError("it is gone");
        };
        Origin old = bench.provider(bundle, "main", gone);
        bench.filter(Origins.bundle(), "f", (exchange, chain) -> chain.proceed(exchange));
        bench.installed.addBalancer(Origins.of(Map.of()), (exchange, targets) -> {
            bench.provider(Origins.bundle(), "main", Bench.whole("+new"));
            bench.stop(old);
            return targets;
        }, Map.of("patchbay.balancer.name", "weighted"));
        bench.route("m", List.of("main", "main/other"));
        assertThat(bench.ask("m")).isEqualTo("+new\nfinish\n");
    }

    @Test
    void nothingOfABundleIsUsedAfterItsDrainAndNoRequestFails() throws Exception {
        int rounds = 50;
        int clients = 4;
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Version current = new Version();
            Origin origin = bench.provider(current.bundle, "main", current);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> {
                    while (!over.get()) {
                        assertThat(bench.ask("main/m")).isEqualTo("+ok\nfinish\n");
                        answered.incrementAndGet();
                    }
                }));
            }
            for (int i = 0; i < rounds; i++) {
                int before = answered.get();
                Version next = new Version();
                Origin fresh = bench.provider(next.bundle, "main", next);
                bench.stop(origin);
                current.stopped.set(true);
                assertThat(current.bundle.taken()).isZero();
                current = next;
                origin = fresh;
                Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                        .until(() -> answered.get() > before);
            }
            over.set(true);
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    /** A version of a provider that knows whether it may still be used. */
    private static final class Version implements Provider {
        private final Leases bundle = Origins.bundle();
        private final AtomicBoolean stopped = new AtomicBoolean();

        @Override
        public Answer send(Attempt attempt) {
            Answer answer = Bench.whole("+ok").send(attempt);
            if (stopped.get()) {
                throw new GatewayException(ErrorKind.INVALID_REQUEST, "used after its end");
            }
            return answer;
        }
    }
}
