package io.patchbay.provider.mock.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
    private static final String STREAM = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private final GatewayException gone = new GatewayException(ErrorKind.CANCELLED, "The client is gone.");

    @Test
    void faultsTakeTurns() {
        Mock mock = Mock.failing("none", "503", "429:2");

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            statuses.add(mock.say("x", false).status());
        }
        assertThat(statuses).containsExactly(200, 503, 429, 200, 503, 429);
    }

    @Test
    void aStatusMaySayWhenToComeBack() {
        Answer limited = Mock.failing("429:2").say("x", true);

        assertThat(limited.streamed()).isFalse();
        assertThat(limited.headers().first("retry-after")).contains("2");
        assertThat(Mock.body(limited).at("/error/code").asText()).isEqualTo("mock_fault");
        assertThat(Mock.failing("503").say("x", true).headers().first("retry-after")).isEmpty();
    }

    @Test
    void speechBreaksOffInTheMiddle() {
        Answer answer = Mock.failing("cut").send(new Operation("speech"), "{}");

        for (int i = 0; i < 5; i++) {
            assertThat(answer.next()).isPresent();
        }
        assertThatThrownBy(answer::next).hasMessageContaining("broke the connection off");
    }

    @Test
    void aRequestMayChooseItsFault() {
        Mock mock = Mock.failing("503", "none").header("x-mock-fault", "401");

        assertThat(mock.say("x", false).status()).isEqualTo(401);
        assertThat(mock.header("other", "x").say("x", false).status()).isEqualTo(401);
        assertThatThrownBy(() -> Mock.failing().header("X-Mock-Fault", "odd").say("x", false))
                .isInstanceOfSatisfying(GatewayException.class, error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.message()).contains("odd", "slow-first-event");
                });
    }

    @Test
    void aRequestMayNotChooseWhereTheSettingForbidsIt() {
        Mock mock = Mock.with(Map.of("allowFaultHeader", false)).header("x-mock-fault", "401");

        assertThat(mock.say("x", false).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oops", "200", "600", "429:soon", "status", ":", "503:-1"})
    void aFaultThatThereIsNotIsRefusedAtOnce(String fault) {
        assertThatThrownBy(() -> Mock.failing("none", fault)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no fault '" + fault + "'");
    }

    @ParameterizedTest
    @CsvSource({"context-length,context_length_exceeded", "content-filter,content_filter"})
    void refusalsAreErrorsOfTheRequest(String fault, String code) {
        Answer answer = Mock.failing(fault).say("x", true);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(Mock.body(answer).at("/error/code").asText()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResetIsNoAnswer(boolean stream) {
        assertUpstream(() -> Mock.failing("reset").say("x", stream));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void htmlAndNothingAreNoAnswers(boolean stream) {
        Answer page = Mock.failing("html").say("x", stream);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.streamed()).isFalse();
        assertThat(Mock.bytes(Mock.frames(page)).utf8()).startsWith("<html>");

        Answer empty = Mock.failing("empty").say("x", stream);
        assertThat(empty.status()).isEqualTo(200);
        assertThat(Mock.bytes(Mock.frames(empty)).isEmpty()).isTrue();
    }

    @Test
    void aStreamBreaksOffInTheMiddle() {
        Answer answer = Mock.failing("cut").say("x", true);

        assertThat(answer.next()).isPresent();
        assertThat(answer.next().orElseThrow().data().utf8()).contains("one");
        assertThat(answer.next().orElseThrow().data().utf8()).contains("two");
        assertUpstream(answer::next);
    }

    @Test
    void aStreamEndsInTheMiddle() {
        String said = Mock.bytes(Mock.frames(Mock.failing("unfinished").say("x", true))).utf8();

        assertThat(said).contains("two").doesNotContain("three", "\"stop\"", "[DONE]");
    }

    @Test
    void anEventIsMalformedAndTheRestIsGood() {
        List<Frame> frames = Mock.frames(Mock.failing("malformed").say("x", true));

        assertThat(frames).hasSize(8);
        assertThat(frames.get(3).data().utf8()).isEqualTo("{\"choices\":[{");
        assertThat(frames.get(4).data().utf8()).contains("three");
        assertThat(frames.getLast().data().utf8()).isEqualTo("[DONE]");
    }

    @Test
    void aStreamSaysInTheMiddleThatItFailed() {
        List<Frame> frames = Mock.frames(Mock.failing("error-event").say("x", true));

        assertThat(frames).hasSize(4);
        assertThat(frames.getLast().data().utf8()).startsWith("{\"error\":{\"message\":");
    }

    @Test
    void aStreamHasNoLastEvent() {
        List<Frame> frames = Mock.frames(Mock.failing("no-terminator").say("x", true));

        assertThat(frames.getLast().data().utf8()).contains("\"stop\"");
    }

    @Test
    void heartbeatsGoOnUntilSomebodyClosesTheAnswer() {
        Mock mock = Mock.failing("heartbeats");
        Answer answer = mock.say("x", true);
        for (int i = 0; i < 20; i++) {
            Frame frame = answer.next().orElseThrow();
            assertThat(frame.data().isEmpty()).isEqualTo(i >= 6);
        }
        assertThat(mock.pauses()).hasSize(14).containsOnly(100L);

        answer.close();

        assertThatThrownBy(answer::next).isInstanceOf(GatewayException.class);
    }

    @Test
    void aFilterEndsTheAnswer() {
        String whole = Mock.bytes(Mock.frames(Mock.failing("filtered").say("x", false))).utf8();
        String stream = Mock.bytes(Mock.frames(Mock.failing("filtered").say("x", true))).utf8();

        assertThat(List.of(whole, stream)).allSatisfy(
                said -> assertThat(said).contains("two", "\"content_filter\"").doesNotContain("three", "\"stop\""));
    }

    @Test
    void theFirstEventIsLate() {
        Mock mock = Mock.failing("slow-first-event");
        Answer stream = mock.say("x", true);
        assertThat(mock.pauses()).isEmpty();
        Mock.frames(stream);
        assertThat(mock.pauses()).containsExactly(20_000L);

        Mock told = Mock.failing("slow-first-event:500");
        assertThat(told.say("x", false).status()).isEqualTo(200);
        assertThat(told.pauses()).containsExactly(500L);
    }

    @Test
    void wholeAnswersBreakInTheirOwnWays() {
        assertUpstream(Mock.failing("cut").say("x", false)::next);
        assertThat(Mock.bytes(Mock.frames(Mock.failing("malformed").say("x", false))).utf8()).startsWith("{")
                .doesNotEndWith("}");
        assertThat(Mock.body(Mock.failing("error-event").say("x", false)).has("error")).isTrue();
        assertThat(Mock.body(Mock.failing("no-terminator").say("x", false)).has("choices")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "slow-first-event", "stall"})
    void whoWaitsIsWokenByTheCancellation(String fault) {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<List<Frame>> answer = background(() -> Mock.frames(real(fault, cancellation)));

        cancellation.cancel(gone);

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCause(gone);
    }

    @Test
    void whoWaitsIsWokenByClosing() {
        Answer answer = real("stall", new Cancellation());
        CompletableFuture<List<Frame>> frames = background(() -> Mock.frames(answer));

        answer.close();

        assertThatThrownBy(() -> frames.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(GatewayException.class);
    }

    @Test
    void whoWaitsIsWokenByAnInterrupt() throws InterruptedException {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = Thread.startVirtualThread(() -> {
            try {
                real("hang", new Cancellation()).close();
            } catch (GatewayException e) {
                thrown.complete(e);
            }
        });

        waiting.interrupt();
        waiting.join();

        assertThat(thrown).isCompletedWithValueMatching(GatewayException.class::isInstance);
    }

    @Test
    void aCancelledAttemptGetsNothing() {
        Mock mock = Mock.failing("none");
        mock.cancellation().cancel(gone);

        assertThatThrownBy(() -> mock.say("x", false)).isSameAs(gone);
    }

    private static Answer real(String fault, Cancellation cancellation) {
        return new MockProvider(Mock.settings(Map.of("faults", new String[]{fault})))
                .send(Mock.attempt(Operation.CHAT, STREAM, Headers.EMPTY, cancellation));
    }

    private static <T> CompletableFuture<T> background(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static void assertUpstream(Supplier<?> call) {
        assertThatThrownBy(call::get).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }
}
