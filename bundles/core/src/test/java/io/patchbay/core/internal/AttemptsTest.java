package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.listen.FinishedAttempt;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class AttemptsTest {
    private static final Provider TOO_SLOW = attempt -> {
        throw new GatewayException(ErrorKind.TIMEOUT, "too slow");
    };

    private static final Headers VENDORS = Headers.builder().add("request-id", "req_1")
            .add("content-type", "application/vnd.vendor").add("x-ratelimit-remaining-requests", "7")
            .add("openai-organization", "org-1").add("retry-after", "1").build();

    private final Bench bench = new Bench();

    @Test
    void aTargetIsTriedAgainBeforeAFallbackIs() {
        provider("main", Bench.inTurn(Bench.status(500), Bench.whole("+main")));
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), "spare");

        assertThat(bench.ask("m")).startsWith("+main");
        assertThat(tried()).containsExactly("main", "main");
    }

    @Test
    void aFallbackFollowsTheLastRetryOfAllTargets() {
        provider("one", Bench.status(503));
        provider("two", Bench.status(500));
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("one", "two"), Map.of("retries", 1, "fallbacks", new String[]{"spare"}));

        assertThat(bench.ask("m")).startsWith("+spare");
        assertThat(tried()).containsExactly("one", "two", "one", "two", "spare");
    }

    @Test
    void whoWasWaitedForInVainIsNotWaitedForAgainWhereSomebodyElseIsThere() {
        provider("main", TOO_SLOW);
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), "spare");

        assertThat(bench.ask("m")).startsWith("+spare");
        assertThat(tried()).containsExactly("main", "spare");
    }

    @Test
    void aShortRestIsWaitedForAndALongOneIsNotWhereSomebodyElseIsThere() {
        for (int seconds : List.of(1, 10)) {
            AttemptsTest test = new AttemptsTest();
            test.provider("main", Bench.inTurn(Bench.limited(seconds), Bench.whole("+main")));
            test.bench.key("only", "main");
            test.provider("spare", Bench.whole("+spare"));
            test.bench.route("m", List.of("main"), "spare");

            assertThat(test.bench.ask("m")).startsWith(seconds == 1 ? "+main" : "+spare");
            assertThat(Duration.ofNanos(test.bench.time.nanos()))
                    .isBetween(Duration.ofSeconds(seconds == 1 ? 1 : 0), Duration.ofMillis(seconds == 1 ? 1200 : 0));
        }
    }

    @Test
    void anOverloadThatSaysHowLongIsWaitedForAsLong() {
        provider("main", Bench.inTurn(attempt -> Answer.whole(503, Headers.of("retry-after", "1"), Bytes.utf8("busy")),
                Bench.whole("+main")));
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), "spare");

        assertThat(bench.ask("m")).startsWith("+main");
        assertThat(bench.time.nanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void whatAnUpstreamCallsATimeOutIsTriedAgain() {
        provider("main", Bench.inTurn(attempt -> {
            throw new GatewayException(ErrorKind.TIMEOUT, "said 408").withUpstreamStatus(408);
        }, Bench.whole("+main")));
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), "spare");

        assertThat(bench.ask("m")).startsWith("+main");
    }

    @Test
    void whoComesWhileTheKeyRestsDoesNotWaitForIt() {
        provider("main", Bench.limited(2));
        bench.key("only", "main");
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), Map.of("retries", 0, "fallbacks", new String[]{"spare"}));
        bench.ask("m");
        bench.route("m2", List.of("main/m"), "spare");

        assertThat(bench.ask("m2")).startsWith("+spare");
        assertThat(tried()).containsExactly("main", "spare", "spare");
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void aFallbackThatRefusesTheRequestDoesNotSpeakForTheNext() {
        provider("main", Bench.status(503));
        provider("other", Bench.status(400));
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), Map.of("retries", 0, "fallbacks", new String[]{"other", "spare"}));
        assertThat(bench.ask("m")).startsWith("+spare");

        bench.route("n", List.of("main"), Map.of("retries", 0, "fallbacks", new String[]{"other"}));
        try (Answer answer = bench.handle("n", false)) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(Bench.text(answer)).isEqualTo("said 400");
        }
    }

    @Test
    void aClientNamesFallbacksOfItsOwn() {
        provider("main", TOO_SLOW);
        provider("spare", Bench.whole("+spare"));
        provider("other", Bench.whole("+other"));
        bench.route("m", List.of("main"), "other");

        assertThat(text(with(request -> request.fallbacks(List.of("spare/x"))))).startsWith("+spare");
        assertThat(text(with(request -> request.headers(Headers.of("x-patchbay-fallbacks", "spare/x , other/x")))))
                .startsWith("+spare");
        assertThat(bench.finished.getLast().served().orElseThrow().target()).hasToString("spare/x");
    }

    @Test
    void aFallbackThatIsNotThereOrNotTheCallersIsRefusedByItsPlace() {
        provider("main", TOO_SLOW);
        bench.provider(Origins.bundle(), "spare", Bench.whole("+spare"), "spare-*");
        bench.route("m", List.of("main"));
        Exchange unknown = with(request -> request.fallbacks(List.of("spare-1", "nobody")));
        Exchange forbidden = Exchange.of("id", Caller.of("app", List.of(new ModelPattern("m"))), unknown.startedAt(),
                unknown.request(), _ -> unknown.chat());

        assertError(unknown, ErrorKind.MODEL_NOT_FOUND, "fallbacks[1]");
        assertError(forbidden, ErrorKind.PERMISSION, "fallbacks[0]");
        assertThat(tried()).isEmpty();
    }

    @Test
    void aClientMayWaitShorterThanTheRouteWould() {
        provider("main", Bench.limited(3));
        bench.key("only", "main");
        Exchange exchange = with(request -> request.headers(Headers.of("x-patchbay-timeout-ms", "2500")));

        try (Answer answer = bench.handle(exchange)) {
            assertThat(answer.status()).isEqualTo(429);
        }
        assertThat(tried()).containsExactly("main");
        assertThat(bench.time.nanos()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "soon", ""})
    void aTimeoutThatIsNoNumberIsRefused(String text) {
        provider("main", Bench.whole("+main"));
        assertError(with(request -> request.headers(Headers.of("x-patchbay-timeout-ms", text))),
                ErrorKind.INVALID_REQUEST, "x-patchbay-timeout-ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"urgent", "1", "high, low", ""})
    void aPriorityThatIsNoneIsRefusedAndTheOnesThereAreAreNamed(String text) {
        provider("main", Bench.whole("+main"));
        Exchange exchange = with(request -> request.headers(Headers.of("x-patchbay-priority", text)));
        assertError(exchange, ErrorKind.INVALID_REQUEST, "x-patchbay-priority");
        assertThatThrownBy(() -> bench.handle(exchange))
                .hasMessage("The header x-patchbay-priority is low, normal or high.");
        assertThat(tried()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"low", " Normal ", "HIGH"})
    void aPriorityIsReadInAnyCase(String text) {
        provider("main", Bench.whole("+main"));
        bench.handle(with(request -> request.headers(Headers.of("x-patchbay-priority", text)))).close();
        assertThat(tried()).containsExactly("main");
    }

    @Test
    void anAnswerSaysWhoGaveItByWhichRouteAndWhatThatTook() {
        provider("main", Bench.inTurn(Bench.status(500), attempt -> Answer.whole(200,
                Headers.builder().add("x-patchbay-provider", "theirs").add("x-other", "kept").build(),
                Bytes.utf8("+main\nfinish\n"))));
        bench.route("m", List.of("main/big"));
        try (Answer answer = bench.handle("m", false)) {
            Headers headers = answer.headers();
            assertThat(headers.all("x-patchbay-provider")).containsExactly("main");
            assertThat(headers.first("x-patchbay-model")).hasValue("big");
            assertThat(headers.first("x-patchbay-attempts")).hasValue("2");
            assertThat(headers.first("x-patchbay-route")).hasValue("m");
            assertThat(Long.parseLong(headers.first("x-patchbay-time-ms").orElseThrow())).isBetween(50L, 100L);
            assertThat(headers.first("x-other")).hasValue("kept");
        }
        assertThat(bench.finished.getLast().route()).hasValue("m");
        assertThat(bench.finished.getLast().attempts().getLast().after()).isPositive();
    }

    @Test
    void aClientOfTheSameDialectIsToldOfTheAnswerAndNotOfTheKey() {
        provider("main", Bench.inTurn(Bench.limited(1),
                attempt -> Answer.whole(200, VENDORS, Bytes.utf8("+main\nfinish\n"))));
        bench.key("only", "main");
        try (Answer answer = bench.handle("m", false)) {
            assertThat(answer.headers().first("request-id")).hasValue("req_1");
            assertThat(names(answer)).doesNotContain("x-ratelimit-remaining-requests", "openai-organization",
                    "retry-after");
        }
        assertThat(tried()).hasSize(2);
    }

    @Test
    void aClientOfAnotherDialectGetsNoHeaderOfTheVendors() {
        bench.dialect("b");
        bench.prefilling("other", "b",
                attempt -> Answer.whole(200, VENDORS, Bytes.utf8("+other\nfinish\n")));
        bench.route("m", List.of("other"));
        for (boolean stream : new boolean[]{false, true}) {
            try (Answer answer = bench.handle("m", stream)) {
                assertThat(names(answer)).allMatch(
                        name -> name.startsWith("x-patchbay-") || name.equals("content-type"));
                assertThat(answer.headers().first("content-type")).isNotEqualTo(VENDORS.first("content-type"));
            }
        }
    }

    @Test
    void aRefusalInTheClientsDialectSaysWhenToTryAgainAndNothingOfTheKeysLimits() {
        provider("main", attempt -> Answer.whole(429, VENDORS.withOnly("retry-after", "3600"), Bytes.utf8("slow")));
        try (Answer answer = bench.handle("m", false)) {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.headers().first("retry-after")).hasValue("3600");
            assertThat(names(answer)).doesNotContain("x-ratelimit-remaining-requests", "openai-organization");
        }
    }

    @Test
    void aSecondAttemptAnswersForOneThatTakesLong() {
        provider("main", blocking());
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), hedged(50));

        assertThat(bench.ask("m")).startsWith("+spare");

        List<FinishedAttempt> attempts = bench.finished.getLast().attempts();
        assertThat(attempts).extracting(attempt -> attempt.target().provider()).containsExactlyInAnyOrder("main",
                "spare");
        assertThat(attempts).filteredOn(attempt -> attempt.target().provider().equals("main"))
                .singleElement().extracting(FinishedAttempt::error).isEqualTo(
                        Optional.of(ErrorKind.CANCELLED));
        assertThat(bench.finished.getLast().error()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aSecondAttemptThatFailsIsNoHarm() {
        CountDownLatch secondFailed = new CountDownLatch(1);
        provider("main", attempt -> {
            bench.time.parkNanos(Duration.ofMillis(60).toNanos());
            bench.pipeline.deadlines().sweep();
            await(secondFailed);
            return Bench.whole("+main").send(attempt);
        });
        provider("spare", attempt -> {
            secondFailed.countDown();
            return Bench.status(500).send(attempt);
        });
        bench.route("m", List.of("main"), hedged(50));

        assertThat(bench.ask("m")).startsWith("+main");
        assertThat(bench.finished.getLast().error()).isEmpty();
    }

    @Test
    void noSecondAttemptIsMadeBesideAQuickOneNorBeforeItIsKnownWhatIsQuick() {
        provider("main", attempt -> {
            bench.time.parkNanos(Duration.ofMillis(9).toNanos());
            bench.pipeline.deadlines().sweep();
            bench.time.parkNanos(Duration.ofMillis(1).toNanos());
            return Bench.whole("+main").send(attempt);
        });
        provider("spare", Bench.whole("+spare"));
        bench.route("m", List.of("main"), hedged(-1));

        for (int i = 0; i < 30; i++) {
            assertThat(bench.ask("m")).startsWith("+main");
        }
        assertThat(tried()).hasSize(30);
        assertThat(bench.pipeline.firstEvents().p95(bench.finished.getLast().served().orElseThrow().target()))
                .hasValue(Duration.ofMillis(10).toNanos());
    }

    /** A provider that answers nothing until it is interrupted; time passes meanwhile. */
    private Provider blocking() {
        return attempt -> {
            bench.time.parkNanos(Duration.ofMillis(60).toNanos());
            bench.pipeline.deadlines().sweep();
            await(new CountDownLatch(1));
            attempt.cancellation().check();
            throw new AssertionError("neither interrupted nor cancelled");
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            // whoever waits is told by the cancellation
        }
    }

    private static Map<String, Object> hedged(long afterMs) {
        return Map.of("hedge", true, "hedgeAfterMs", afterMs, "fallbacks", new String[]{"spare"});
    }

    private void assertError(Exchange exchange, ErrorKind kind, String param) {
        assertThatThrownBy(() -> bench.handle(exchange)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.param()).hasValue(param);
        });
    }

    private void provider(String name, Provider provider) {
        bench.provider(Origins.bundle(), name, provider);
    }

    private static List<String> names(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.headers().forEach((name, _) -> names.add(name));
        return names;
    }

    private List<String> tried() {
        return bench.finished.stream().flatMap(finished -> finished.attempts().stream())
                .map(attempt -> attempt.target().provider()).toList();
    }

    private String text(Exchange exchange) {
        try (Answer answer = bench.handle(exchange)) {
            return Bench.text(answer);
        }
    }

    private static Exchange with(UnaryOperator<WireRequest.Builder> change) {
        Exchange plain = LineDialect.exchange("a", "m", false);
        return Exchange.of("id", plain.caller(), plain.startedAt(), change.apply(plain.request().toBuilder()).build(),
                new LineDialect("a")::readRequest);
    }
}
