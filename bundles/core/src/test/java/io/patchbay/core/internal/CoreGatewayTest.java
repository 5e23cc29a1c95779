package io.patchbay.core.internal;

import static io.patchbay.core.internal.Bench.inTurn;
import static io.patchbay.core.internal.Bench.limited;
import static io.patchbay.core.internal.Bench.status;
import static io.patchbay.core.internal.Bench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;
import io.patchbay.api.provider.DialectsByModel;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CoreGatewayTest {
    private final FakeTime time = new FakeTime();
    private final Installed installed = new Installed(time, _ -> true);
    private final Successors successors = new Successors(installed, time, Duration.ofSeconds(10), 10);
    private final Pipeline pipeline =
            Pipeline.of(time, new Random(1), installed, successors, "configured"::equals, new Loads(time));
    private final Deadlines deadlines = pipeline.deadlines();
    private final Admission admission = new Admission(installed, successors, pipeline.random());
    private final Running running = new Running();
    private final List<FinishedExchange> finished = new ArrayList<>();
    private final List<Attempt> sent = new ArrayList<>();

    CoreGatewayTest() {
        installed.addDialect(Origins.of(Map.of()), new LineDialect("a"));
        installed.addDialect(Origins.of(Map.of()), new LineDialect("b"));
        installed.addListener(Origins.of(Map.of()), finished::add);
    }

    @Test
    void passesBytesThroughWithTheModelReplacedAndTheClientsCredentialTakenOut() {
        provider("main", "a", whole("+hi\nusage 7\nfinish\n"));
        route("fast", List.of("main/big-1"));

        assertThat(text(handle(LineDialect.exchange("a", "fast", false)))).isEqualTo("+hi\nusage 7\nfinish\n");

        assertThat(sent.getFirst().request().body().utf8()).isEqualTo("big-1: hello");
        assertThat(sent.getFirst().request().headers()).isEqualTo(Headers.of("x-team", "blue"));
        assertThat(finished).singleElement().satisfies(exchange -> {
            assertThat(exchange.usage().outputTokens()).isEqualTo(7);
            assertThat(exchange.error()).isEmpty();
            assertThat(exchange.served().orElseThrow().target()).hasToString("main/big-1");
        });
    }

    @Test
    void aStreamKeepsItsFramesAndIsSettledWhenClosed() {
        provider("main", "a", stream("+a\n", "# comment\n", "+b\n", "finish\n", "end\n"));
        Answer answer = handle(LineDialect.exchange("a", "any", true));

        assertThat(frames(answer)).containsExactly("+a\n", "# comment\n", "+b\n", "finish\n", "end\n");
        assertThat(finished).isEmpty();
        answer.close();
        assertThat(finished).singleElement().satisfies(exchange -> assertThat(exchange.streamed()).isTrue());
    }

    @Test
    void goesToTheFallbackOnServerErrorRateLimitTimeoutAndBrokenConnection() {
        List<Provider> failures = List.of(
                status(503), status(500), status(429),
                attempt -> {
                    throw new GatewayException(ErrorKind.TIMEOUT, "too slow");
                },
                attempt -> {
                    throw new GatewayException(ErrorKind.UPSTREAM, "reset");
                },
                attempt -> {
                    throw new IllegalStateException("a bug in the bundle");
                },
                whole("<html>"), stream("# only a comment\n"), stream("nonsense\n"));
        for (Provider failure : failures) {
            CoreGatewayTest test = new CoreGatewayTest();
            test.provider("main", "a", failure);
            test.provider("spare", "a", stream("+ok\n", "finish\n"));
            test.route("m", List.of("main"), "spare");

            Answer answer = test.handle(LineDialect.exchange("a", "m", true));

            assertThat(test.text(answer)).isEqualTo("+ok\nfinish\n");
            assertThat(answer.headers().first("x-patchbay-provider")).contains("spare");
            int attempts = test.finished.getFirst().attempts().size();
            assertThat(answer.headers().first("x-patchbay-attempts")).contains(Integer.toString(attempts));
            assertThat(test.finished.getFirst().served().orElseThrow().target()).hasToString("spare/m");
        }
    }

    @Test
    void doesNotGoOnWhereTheRequestIsWrongButTellsTheUpstreamsWords() {
        provider("main", "a", status(400));
        provider("spare", "a", whole("+ok\nfinish\n"));
        route("m", List.of("main"), "spare");

        Answer answer = handle(LineDialect.exchange("a", "m", false));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo("said 400");
        assertThat(sent).hasSize(1);
        assertThat(finished.getFirst().error()).contains(ErrorKind.INVALID_REQUEST);
    }

    @Test
    void triesAgainAfterAPauseWhenAllTargetsFailed() {
        provider("main", "a", inTurn(status(500), whole("+ok\nfinish\n")));
        assertThat(text(handle(LineDialect.exchange("a", "m", false)))).isEqualTo("+ok\nfinish\n");
        assertThat(sent).hasSize(2);
        assertThat(time.nanos()).isPositive();
    }

    @Test
    void givesUpAfterTheRetriesWithTheLastError() {
        provider("main", "a", status(503));
        Answer answer = handle(LineDialect.exchange("a", "m", false));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(sent).hasSize(3);
    }

    @Test
    void neverUsesAKeyBeforeItsTimeAndWaitsForItWhereTheDeadlineAllows() {
        provider("main", "a", inTurn(limited(3), whole("+ok\nfinish\n")));
        key("only", "main", Map.of());

        assertThat(text(handle(LineDialect.exchange("a", "m", false)))).isEqualTo("+ok\nfinish\n");
        assertThat(time.nanos()).isGreaterThanOrEqualTo(3_000_000_000L);
    }

    @Test
    void doesNotWaitLongerThanTheDeadlineForAKey() {
        provider("main", "a", limited(3600));
        key("only", "main", Map.of());
        assertThat(handle(LineDialect.exchange("a", "m", false)).status()).isEqualTo(429);
        assertThat(sent).hasSize(1);

        GatewayException error = catchThrowableOfType(GatewayException.class,
                () -> handle(LineDialect.exchange("a", "m", false)));
        assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(error.retryAfter()).isPresent();
        assertThat(sent).hasSize(1);
    }

    @Test
    void aRefusedKeyIsOutUntilItsSecretChangesAndAnotherOneAnswersAtOnce() {
        provider("main", "a", attempt -> {
            boolean good = attempt.key().orElseThrow().value().orElseThrow().equals("good");
            return (good ? whole("+ok\nfinish\n") : status(401)).send(attempt);
        });
        Origin bad = key("bad", "main", Map.of(".value", "wrong", "weight", 1e9));
        key("good", "main", Map.of(".value", "good", "weight", 1e-9));

        assertThat(text(handle(LineDialect.exchange("a", "m", false)))).isEqualTo("+ok\nfinish\n");
        assertThat(sent).extracting(attempt -> attempt.key().orElseThrow().name()).containsExactly("bad", "good");

        handle(LineDialect.exchange("a", "m", false)).close();
        assertThat(sent.getLast().key().orElseThrow().name()).isEqualTo("good");

        installed.remove(bad.serviceId(), false);
        key("bad", "main", Map.of(".value", "good", "weight", 1e9));
        handle(LineDialect.exchange("a", "m", false)).close();
        assertThat(sent.getLast().key().orElseThrow().name()).isEqualTo("bad");
    }

    @Test
    void theUpstreamsWordsOnARefusedKeyStayHere() {
        provider("main", "a", status(401));
        key("only", "main", Map.of());
        assertThatThrownBy(() -> handle(LineDialect.exchange("a", "m", false)))
                .isInstanceOfSatisfying(GatewayException.class, error -> {
                    assertThat(error.status()).isEqualTo(502);
                    assertThat(error.publicMessage()).doesNotContain("said");
                });
    }

    @Test
    void keysAreDrawnByWeightAndOnlyForTheirModels() {
        provider("main", "a", whole("+ok\nfinish\n"));
        key("one", "main", Map.of("weight", 3.0));
        key("two", "main", Map.of("weight", 1.0));
        key("other", "main", Map.of("weight", 100.0, "models", new String[]{"x-*"}));
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            handle(LineDialect.exchange("a", "m", false)).close();
            drawn.merge(sent.getLast().key().orElseThrow().name(), 1, Integer::sum);
        }
        assertThat(drawn).containsOnlyKeys("one", "two");
        assertThat(drawn.get("one") / 4_000.0).isBetween(0.72, 0.78);
    }

    @Test
    void aKeyWhoseSecretIsNotSetIsNotUsed() {
        provider("main", "a", whole("+ok\nfinish\n"));
        key("only", "main", Map.of(".value", "$[env:MISSING]"));
        assertThatThrownBy(() -> handle(LineDialect.exchange("a", "m", false)))
                .hasMessageContaining("main").hasMessageContaining("no usable key");
    }

    @Test
    void aStreamThatIsCutAfterTheFirstEventBreaksOffAndNeverEndsCleanly() {
        provider("main", "a", stream("+a\n", "+b\n"));
        provider("spare", "a", stream("+ok\n", "finish\n"));
        route("m", List.of("main"), "spare");
        Answer answer = handle(LineDialect.exchange("a", "m", true));

        assertThat(answer.next()).isPresent();
        assertThat(answer.next()).isPresent();
        assertThatThrownBy(answer::next).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
        answer.close();
        assertThat(finished.getFirst().error()).contains(ErrorKind.UPSTREAM);
        assertThat(finished.getFirst().attempts()).hasSize(1);
    }

    @Test
    void anUpstreamThatGoesOnAfterItsLastEventIsClosed() {
        provider("main", "a", thenHeartbeatsForEver("+a\nfinish\nend\n", 100));
        assertThat(frames(handle(LineDialect.exchange("a", "m", true)))).startsWith("+a\nfinish\nend\n").hasSize(3);
        assertThat(time.nanos()).isEqualTo(Duration.ofMillis(300).toNanos());
    }

    @Test
    void anUpstreamThatGoesOnAfterItsFinishIsClosedAndTheAnswerIsComplete() {
        provider("main", "a", thenHeartbeatsForEver("+a\nfinish\n", 25_000));
        Answer answer = handle(LineDialect.exchange("a", "m", true));
        assertThat(frames(answer)).containsExactly("+a\nfinish\n", "# heartbeat\n", "# heartbeat\n");
        answer.close();
        assertThat(finished.getFirst().error()).isEmpty();
    }

    @Test
    void aStreamThatLeavesItsLastLineOutGetsIt() {
        installed.addDialect(Origins.of(Map.of()), new LineDialect(LineDialect.TERMINATING));
        provider("main", LineDialect.TERMINATING, stream("+a\n", "finish\n"));
        provider("lasting", LineDialect.TERMINATING, thenHeartbeatsForEver("+a\nfinish\n", 25_000));
        provider("whole", LineDialect.TERMINATING, stream("+a\n", "finish\n", "end\n"));

        assertThat(frames(handle(LineDialect.exchange(LineDialect.TERMINATING, "main/m", true))))
                .containsExactly("+a\n", "finish\n", "end\n");
        assertThat(frames(handle(LineDialect.exchange(LineDialect.TERMINATING, "lasting/m", true)))).endsWith("end\n");
        assertThat(frames(handle(LineDialect.exchange(LineDialect.TERMINATING, "whole/m", true))))
                .containsExactly("+a\n", "finish\n", "end\n");
    }

    @Test
    void heartbeatsDoNotPutOffTheFirstEvent() {
        provider("main", "a", thenHeartbeatsForEver("# comment\n", 25_000));
        provider("spare", "a", stream("+ok\n", "finish\n"));
        route("m", List.of("main"), "spare");
        assertThat(text(handle(LineDialect.exchange("a", "m", true)))).isEqualTo("+ok\nfinish\n");
        assertThat(finished.getFirst().attempts().getFirst().error()).contains(ErrorKind.TIMEOUT);
    }

    @Test
    void aStreamThatSaysNothingIsNotHeldBackWithoutBound() {
        String comment = "#".repeat(1 << 16);
        provider("main", "a", attempt -> Answer.stream(200, Headers.EMPTY,
                source(() -> Frame.of(Bytes.utf8(comment)))));
        provider("spare", "a", stream("+ok\n", "finish\n"));
        route("m", List.of("main"), "spare");
        assertThat(text(handle(LineDialect.exchange("a", "m", true)))).isEqualTo("+ok\nfinish\n");
    }

    @Test
    void aPageOrNothingIsToldInTheDialect() {
        for (Answer refusal : List.of(Answer.whole(502, Headers.of("content-type", "text/html"), Bytes.utf8("<html>")),
                Answer.whole(502, Headers.of("content-type", "application/json"), Bytes.EMPTY))) {
            CoreGatewayTest test = new CoreGatewayTest();
            test.provider("main", "a", attempt -> refusal);
            test.route("m", List.of("main"));
            assertThatThrownBy(() -> test.handle(LineDialect.exchange("a", "m", false)))
                    .isInstanceOfSatisfying(GatewayException.class, error -> assertThat(error.status()).isEqualTo(502));
        }
    }

    @Test
    void aProviderThatBlocksIsInterruptedAtTheHeadersDeadline() throws Exception {
        provider("main", "a", attempt -> {
            try {
                time.parkNanos(61_000_000_000L);
                Thread sweeper = Thread.ofPlatform().start(deadlines::sweep);
                new CountDownLatch(1).await();
                sweeper.join();
            } catch (InterruptedException e) {
                attempt.cancellation().check();
            }
            throw new AssertionError("neither interrupted nor cancelled");
        });
        provider("spare", "a", whole("+ok\nfinish\n"));
        route("m", List.of("main"), "spare");

        assertThat(text(handle(LineDialect.exchange("a", "m", false)))).isEqualTo("+ok\nfinish\n");
        assertThat(finished.getFirst().attempts().getFirst().error()).contains(ErrorKind.TIMEOUT);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aClientThatIsGoneCancelsTheAttemptAndNothingElseIsTried() {
        Exchange exchange = LineDialect.exchange("a", "m", false);
        provider("main", "a", attempt -> {
            exchange.cancellation().cancel(new GatewayException(ErrorKind.CANCELLED, "gone"));
            assertThat(attempt.cancellation().cancelled()).isTrue();
            throw attempt.cancellation().reason().orElseThrow();
        });
        provider("spare", "a", whole("+ok\nfinish\n"));
        route("m", List.of("main"), "spare");

        assertThatThrownBy(() -> handle(exchange)).hasMessage("gone");
        assertThat(sent).hasSize(1);
        assertThat(finished.getFirst().error()).contains(ErrorKind.CANCELLED);
    }

    @Test
    void translatesBetweenDialectsWhereTheyDiffer() {
        provider("main", "b", stream("+hi\n", "finish\n"));
        Answer streamed = handle(LineDialect.exchange("a", "m", true));
        assertThat(text(streamed)).isEqualTo("a +hi\na end\n");
        assertThat(streamed.headers().first("content-type")).contains("text/lines");
        assertThat(sent.getFirst().request().body().utf8()).isEqualTo("m: hello (b)");
    }

    @Test
    void aProviderMayAskEachModelInADialectOfItsOwn() {
        record ByModel(Provider provider) implements Provider, DialectsByModel {
            @Override
            public Answer send(Attempt attempt) {
                return provider.send(attempt);
            }

            @Override
            public List<String> dialects(String model) {
                return List.of(model.startsWith("b-") ? "b" : "a");
            }
        }
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.provider.test~main", "patchbay.speaks",
                new String[]{"a", "b"}, "models", new String[]{"*"});
        Provider noting = attempt -> {
            sent.add(attempt);
            return stream("+hi\n", "finish\n").send(attempt);
        };
        installed.addProvider(Origins.of(properties), new ByModel(noting), properties);

        handle(LineDialect.exchange("a", "b-1", true)).close();
        handle(LineDialect.exchange("a", "a-1", true)).close();

        assertThat(sent).extracting(attempt -> attempt.request().dialect()).containsExactly("b", "a");
    }

    @Test
    void whatTheProvidersDialectCannotSayIsNamed() {
        provider("main", "b", stream("start\n", "+hi\n", "finish\n"));
        Answer streamed = handle(LineDialect.exchange("a", "m", true));
        assertThat(streamed.headers().first("x-patchbay-dropped")).contains("mood, pace");
        assertThat(text(streamed)).as("by the model that was asked").isEqualTo("a by m\na +hi\na end\n");

        CoreGatewayTest same = new CoreGatewayTest();
        same.provider("main", "a", stream("+hi\n", "finish\n"));
        assertThat(same.handle(LineDialect.exchange("a", "m", true)).headers().first("x-patchbay-dropped")).isEmpty();
    }

    @Test
    void whatOnlyTheClientsDialectCanDoGoesToAProviderThatSpeaksItOrIsRefused() {
        WireRequest request = WireRequest.builder("a", Operation.CHAT).path("/lines").model("m").modelAt(0, 1)
                .body(Bytes.utf8("m: " + LineDialect.NOT_PORTABLE)).build();
        Exchange exchange = Exchange.of("id-1", Caller.ANONYMOUS, Instant.EPOCH, request,
                new LineDialect("a")::readRequest);
        provider("other", "b", whole("+no\nfinish\n"));
        provider("own", "a", whole("+ok\nfinish\n"));
        route("m", List.of("other"), "own");

        assertThat(text(handle(exchange))).isEqualTo("+ok\nfinish\n");

        CoreGatewayTest test = new CoreGatewayTest();
        test.provider("other", "b", whole("+no\nfinish\n"));
        assertThatThrownBy(() -> test.handle(exchange)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(error.param()).contains("prompt");
        });
        assertThat(test.sent).isEmpty();
        assertThat(test.time.nanos()).isZero();
    }

    @Test
    void anAnswerIsStreamedOrWholeAsTheClientAsked() {
        provider("main", "a", inTurn(stream("+x\n", "+y\n", "finish\n"), whole("+x\n+y\nfinish\n")));
        assertThat(text(handle(LineDialect.exchange("a", "m", false)))).isEqualTo("a +xy\nfinish\n");
        assertThat(text(handle(LineDialect.exchange("a", "m", true)))).isEqualTo("a +xy\na part ends\na end\n");
    }

    @Test
    void aProviderWithoutADialectAnswersWithEvents() {
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.provider.echo~e");
        installed.addProvider(Origins.of(properties), attempt -> Answer.of(ChatResponse.ofText("echo",
                attempt.chat().messages().getFirst().text())), properties);
        assertThat(text(handle(LineDialect.exchange("a", "m", false)))).isEqualTo("a +m: hello\nfinish\n");
        assertThat(text(handle(LineDialect.exchange("a", "m", true)))).isEqualTo("a +m: hello\na part ends\na end\n");
    }

    @Test
    void filtersStandInTheirOrderAndMayChangeRequestAndAnswer() {
        provider("main", "a", stream("+hi\n", "finish\n"));
        Filter shout = (exchange, chain) -> chain
                .proceed(exchange.withChat(exchange.chat().toBuilder()
                        .messages(List.of(Message.of(Role.USER, "changed"))).build()))
                .map(frame -> frame.withEvents(frame.events().stream()
                        .map(event -> event instanceof ChatEvent.TextDelta delta
                                ? (ChatEvent) new ChatEvent.TextDelta(delta.index(),
                                        delta.text().toUpperCase(Locale.ROOT))
                                : event)
                        .toList()));
        installed.addFilter(Origins.of(Map.of()), shout, Map.of("patchbay.filter.order", 2));
        installed.addFilter(Origins.of(Map.of()),
                (exchange, chain) -> chain.proceed(exchange).withHeader("x-outer", "1"),
                Map.of("patchbay.filter.order", 1));

        Answer answer = handle(LineDialect.exchange("a", "m", true));
        assertThat(text(answer)).isEqualTo("a +HI\na end\n");
        assertThat(answer.headers().first("x-outer")).contains("1");
        assertThat(sent.getFirst().request().body().utf8()).isEqualTo("changed (a)");
    }

    @Test
    void aFilterThatOnlyLooksLeavesTheBytes() {
        provider("main", "a", stream("+hi\n", "# kept\n", "finish\n"));
        installed.addFilter(Origins.of(Map.of()), (exchange, chain) -> chain.proceed(exchange).map(frame -> {
            frame.events();
            return frame;
        }), Map.of());
        assertThat(text(handle(LineDialect.exchange("a", "m", true)))).isEqualTo("+hi\n# kept\nfinish\n");
    }

    @Test
    void aFilterOrListenerThatFailsHurtsNobodyElse() {
        provider("main", "a", whole("+ok\nfinish\n"));
        installed.addListener(Origins.of(Map.of()), (ExchangeListener) exchange -> {
            throw new IllegalStateException("listener");
        });
        assertThat(text(handle(LineDialect.exchange("a", "m", false)))).isEqualTo("+ok\nfinish\n");
        installed.addFilter(Origins.of(Map.of()), (exchange, chain) -> {
            throw new IllegalStateException("filter");
        }, Map.of());
        assertThatThrownBy(() -> handle(LineDialect.exchange("a", "m", false)))
                .isInstanceOfSatisfying(GatewayException.class,
                        error -> assertThat(error.kind()).isEqualTo(ErrorKind.INTERNAL));
        assertThat(finished).hasSize(2);
    }

    @Test
    void aModelGoesStraightToANamedProviderOrToTheOneThatHasIt() {
        provider("main", "a", whole("+main\nfinish\n"), "gpt-*");
        provider("lab", "a", whole("+lab\nfinish\n"), "llama-*");

        assertThat(text(handle(LineDialect.exchange("a", "lab/gpt-4", false)))).startsWith("+lab");
        assertThat(sent.getLast().request().model()).isEqualTo("gpt-4");
        assertThat(text(handle(LineDialect.exchange("a", "gpt-4", false)))).startsWith("+main");
        assertThat(text(handle(LineDialect.exchange("a", "llama-3", false)))).startsWith("+lab");
        assertThatThrownBy(() -> handle(LineDialect.exchange("a", "other", false)))
                .isInstanceOfSatisfying(GatewayException.class, error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
                    assertThat(error.param()).contains("model");
                });
    }

    @Test
    void aProviderThatIsConfiguredButNotThereIsNamed() {
        route("m", List.of("gone"));
        provider("main", "a", whole("+ok\nfinish\n"));
        for (String model : List.of("m", "configured/x")) {
            assertThatThrownBy(() -> handle(LineDialect.exchange("a", model, false)))
                    .hasMessageContaining("provider not installed")
                    .isInstanceOfSatisfying(GatewayException.class,
                            error -> assertThat(error.kind()).isEqualTo(ErrorKind.PROVIDER_NOT_INSTALLED));
        }
    }

    @Test
    void aCallerMayUseOnlyItsModels() {
        provider("main", "a", whole("+ok\nfinish\n"));
        Exchange open = LineDialect.exchange("a", "m", false);
        Exchange exchange = Exchange.of("id", Caller.of("app", List.of(new ModelPattern("gpt-*"))), open.startedAt(),
                open.request(), _ -> open.chat());
        assertThatThrownBy(() -> handle(exchange)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION);
            assertThat(error.message()).contains("app").contains("'m'");
        });
    }

    private Answer handle(Exchange exchange) {
        return CoreGateway.handle(exchange, pipeline, admission, running);
    }

    private void provider(String name, String dialect, Provider provider, String... models) {
        Provider noting = attempt -> {
            sent.add(attempt);
            return provider.send(attempt);
        };
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.provider.test~" + name, "patchbay.speaks",
                new String[]{dialect}, "models", models);
        installed.addProvider(Origins.of(properties), noting, properties);
    }

    private Origin key(String name, String provider, Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(Map.of("service.pid", "io.patchbay.key~" + name, ".value", "v"));
        properties.putAll(settings);
        Origin origin = Origins.of(properties);
        new ConfiguredKey(TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", provider), settings),
                properties).whenever(key -> installed.addKey(origin, key));
        return origin;
    }

    private void route(String model, List<String> targets, String... fallbacks) {
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.route~" + model);
        installed.addRoute(Origins.of(properties),
                new ConfiguredRoute(TestSettings.of(ConfiguredRoute.Settings.class, Map.of("model", model,
                        "targets", targets.toArray(String[]::new), "fallbacks", fallbacks), Map.of()), properties)
                        .current());
    }

    private static Provider whole(String body) {
        return attempt -> Answer.whole(200, Headers.EMPTY, Bytes.utf8(body));
    }

    /** A frame, and then a comment each time so many milliseconds have passed. */
    private Provider thenHeartbeatsForEver(String frame, long pauseMs) {
        return attempt -> {
            boolean[] given = new boolean[1];
            return Answer.stream(200, Headers.EMPTY, source(() -> {
                if (!given[0]) {
                    given[0] = true;
                    return Frame.of(Bytes.utf8(frame));
                }
                time.parkNanos(Duration.ofMillis(pauseMs).toNanos());
                deadlines.sweep();
                attempt.cancellation().check();
                return Frame.of(Bytes.utf8("# heartbeat\n"));
            }));
        };
    }

    private static FrameSource source(Supplier<Frame> withoutEnd) {
        return new FrameSource() {
            @Override
            public Optional<Frame> next() {
                return Optional.of(withoutEnd.get());
            }

            @Override
            public void close() {}
        };
    }

    private String text(Answer answer) {
        try (answer) {
            return String.join("", frames(answer));
        }
    }

    private static List<String> frames(Answer answer) {
        List<String> frames = new ArrayList<>();
        for (Optional<Frame> frame = answer.next(); frame.isPresent(); frame = answer.next()) {
            frames.add(frame.get().bytes().orElseThrow().utf8());
        }
        return frames;
    }
}
