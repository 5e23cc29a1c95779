package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Provider} that calls out over HTTP must do; its bundle inherits it.
 *
 * <p>The requests are in the dialect {@code openai-chat} unless {@link #request} is overridden; a provider under test
 * treats the bytes of requests and answers alike whatever they say.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ProviderContractTest extends ProviderAnswersContract {
    /** For the subclass. */
    protected ProviderContractTest() {}

    /** Cancelled before the headers: the caller is told why, and the upstream sees it within a second. */
    @Test
    protected void cancellingBeforeTheHeadersClosesTheUpstream() throws Exception {
        upstream.answer(Faults.noAnswer());
        CompletableFuture<Answer> answer = background(() -> send(request(true)));
        ReceivedRequest received = upstream.take();

        cancellation.cancel(gone);

        assertThat(received.awaitGone(SECOND)).isTrue();
        assertThatThrownBy(() -> answer.get(1, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).hasCause(gone);
    }

    /** Cancelled in mid-stream: whoever waits is told why, and the upstream sees it within a second. */
    @Test
    protected void cancellingInMidStreamClosesTheUpstream() throws Exception {
        upstream.answer(Faults.OPENAI_CHAT.stalledStream(2));
        try (Answer answer = send(request(true))) {
            answer.next();
            answer.next();
            CompletableFuture<Optional<Frame>> third = background(answer::next);

            cancellation.cancel(gone);

            assertThat(upstream.take().awaitGone(SECOND)).isTrue();
            assertThatThrownBy(() -> third.get(1, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasCause(gone);
        }
    }

    /** An attempt that was cancelled before it began sends nothing. */
    @Test
    protected void aCancelledAttemptSendsNothing() {
        cancellation.cancel(gone);

        assertThatThrownBy(() -> send(request(false))).isSameAs(gone);
        assertThat(upstream.received()).isEmpty();
    }

    /** An answer that is closed in mid-stream closes the upstream within a second. */
    @Test
    protected void closingInMidStreamClosesTheUpstream() throws InterruptedException {
        upstream.answer(Faults.OPENAI_CHAT.stalledStream(1));
        Answer answer = send(request(true));
        answer.next();

        answer.close();
        answer.close();

        assertThat(upstream.take().awaitGone(SECOND)).isTrue();
    }

    /** Who does not pull stops the upstream from sending, and memory stays bounded. */
    @Test
    protected void notPullingIsBackPressure() throws InterruptedException {
        Bytes event = OpenAiChat.event("{\"x\":\"" + "x".repeat(60_000) + "\"}");
        Gate sentAll = new Gate();
        Script flood = Script.stream();
        for (int i = 0; i < 1_000; i++) {
            flood = flood.chunk(event);
        }
        upstream.answer(flood.await(sentAll).endChunks());
        try (Answer answer = send(request(true))) {
            answer.next();
            assertThat(sentAll.awaitArrival(Duration.ofMillis(300))).as("60 MB were taken without a reader").isFalse();
        }
    }

    /** A body that was cut never ends well. */
    @Test
    protected void aCutBodyIsAnError() {
        Script partOfALength = Script.head(200, "content-type: text/event-stream", "content-length: 9999")
                .send(OpenAiChat.words(3)).close();
        for (Script cut : List.of(Faults.OPENAI_CHAT.cutStream(3), partOfALength, Faults.OPENAI_CHAT.lengthTooLong(),
                Faults.truncatedChunk())) {
            upstream.answer(cut);
            assertUpstreamFails(request(true));
        }
    }

    /** A stream that was cut gives the frames that came before. */
    @Test
    protected void framesBeforeACutArrive() {
        Gate gate = new Gate();
        upstream.answer(Script.stream().chunks(OpenAiChat.words(2)).await(gate).reset());
        try (Answer answer = send(request(true))) {
            assertThat(List.of(answer.next().orElseThrow(), answer.next().orElseThrow()))
                    .extracting(frame -> frame.bytes().orElseThrow()).isEqualTo(OpenAiChat.words(2));
            gate.open();
            assertThatThrownBy(answer::next).isInstanceOfSatisfying(GatewayException.class,
                    error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
        }
    }

    /** What is no answer at all is an error of the upstream's, in bounded memory. */
    @Test
    protected void whatIsNoAnswerIsAnError() {
        for (Script fault : List.of(Faults.reset(), Faults.notHttp(), Faults.OPENAI_CHAT.hugeHeader(1 << 20),
                Faults.endlessBody(),
                Faults.endlessEvent())) {
            // A reset may be tried once again where the connection had been used before.
            upstream.otherwise(fault);
            assertUpstreamFails(request(false));
        }
    }

    /** Nobody listens. */
    @Test
    protected void aRefusedConnectionIsAnError() {
        try (FakeUpstream nobody = FakeUpstream.refusing()) {
            upstream.close();
            upstream = nobody;
            assertUpstreamFails(request(false));
        }
    }

    /** Nobody accepts: the connect limit ends it. */
    @Test
    protected void aConnectionThatNeverStandsTimesOut() {
        upstream.close();
        upstream = FakeUpstream.neverAccepting();

        assertThatThrownBy(() -> send(request(false))).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isIn(ErrorKind.TIMEOUT, ErrorKind.UPSTREAM));
    }

    /** What comes after the length that was promised is nobody's answer. */
    @Test
    protected void bytesTooManyDoNotReachTheNextRequest() {
        upstream.answer(Faults.OPENAI_CHAT.lengthTooShort(), Faults.OPENAI_CHAT.lengthAndChunked())
                .otherwise(Script.json(200, "{}"));
        Provider provider = provider(upstream.url() + "/base");
        for (int i = 0; i < 2; i++) {
            try {
                drain(provider.send(attempt(request(false))));
            } catch (GatewayException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            }
        }

        assertThat(bytes(drain(provider.send(attempt(request(false)))))).isEqualTo(Bytes.utf8("{}"));
    }
}
