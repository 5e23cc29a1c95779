package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Provider} that calls out over HTTP must do; its bundle inherits it.
 *
 * <p>The requests are in the dialect {@code openai-chat} unless {@link #request} is overridden; a provider under test
 * treats the bytes of requests and answers alike whatever they say.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ProviderContractTest {
    private static final long SEED = 20_260_101;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final GatewayException gone = new GatewayException(ErrorKind.CANCELLED, "The client is gone.");
    private final Cancellation cancellation = new Cancellation();
    private FakeUpstream upstream = FakeUpstream.start();

    /** For the subclass. */
    protected ProviderContractTest() {}

    /** A provider whose base URL is this one; made anew for each test. */
    protected abstract Provider provider(String baseUrl);

    /** Checks that a request carries the credential of {@link #key}, where the vendor wants it. */
    protected abstract void assertAuthenticated(ReceivedRequest request);

    /** The key that attempts carry; its secret {@code value} is {@code test-secret} unless overridden. */
    protected Key key() {
        return Key.of("test", Map.of("value", "test-secret"));
    }

    /** A request in a dialect that the provider speaks. */
    protected WireRequest request(boolean stream) {
        return OpenAiChat.request(stream);
    }

    @BeforeEach
    void startUpstream() {
        upstream.close();
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    /** The request arrives as it is, below the base URL, with the vendor's authentication. */
    @Test
    protected void theRequestArrives() throws InterruptedException {
        upstream.answer(Script.json(200, "{}"));
        WireRequest request = request(false);

        send(request).close();

        ReceivedRequest received = upstream.take();
        assertThat(received.method()).isEqualTo(request.method());
        assertThat(received.path()).isEqualTo("/base" + request.path());
        assertThat(received.body()).isEqualTo(request.body());
        request.headers().forEach((name, value) -> assertThat(received.headers().all(name)).contains(value));
        assertThat(received.headers().all("content-length")).containsExactly(String.valueOf(request.body().size()));
        assertThat(received.headers().all("host")).containsExactly("127.0.0.1:" + upstream.port());
        assertAuthenticated(received);
    }

    /** The secret stands where the vendor wants it, and nowhere in what a person may see. */
    @Test
    protected void errorsShowNoSecret() {
        upstream.answer(Faults.notHttp());

        assertThatThrownBy(() -> drain(send(request(false)))).isInstanceOf(GatewayException.class)
                .message().doesNotContain("test-secret");
    }

    /** The bytes of a whole answer come as they were sent, however they are cut and framed. */
    @Test
    protected void wholeAnswersAreByteIdentical() {
        RandomCuts cuts = new RandomCuts(SEED);
        for (int size : new int[]{1, 2, 100, 5_000}) {
            Bytes body = OpenAiChat.answer(size);
            Script length = Script.whole(200, "application/json", cuts.cut(body));
            Script chunked = Script.head(200, "content-type: application/json", "transfer-encoding: chunked")
                    .chunks(cuts.cut(body)).endChunks();
            Script toTheEnd =
                    Script.head(200, "content-type: application/json", "connection: close").send(cuts.cut(body))
                            .close();
            for (Script script : List.of(length, chunked, toTheEnd)) {
                upstream.answer(script);
                List<Frame> frames = drain(send(request(false)));

                assertThat(frames).as("seed " + SEED).hasSize(1);
                assertThat(bytes(frames)).as("seed " + SEED).isEqualTo(body);
            }
        }
    }

    /** The bytes of a stream come as they were sent, one event in each frame, however they are cut. */
    @Test
    protected void streamsAreByteIdentical() {
        RandomCuts cuts = new RandomCuts(SEED);
        Bytes stream = join(List.of(Bytes.utf8(": hello\r\n\r\n"), join(OpenAiChat.events(40)),
                Bytes.utf8("event: odd\rdata: a\rdata: é\r\rid: 7\r\ndata:x\r\n\r\n\n\ndata: last\n\n")));
        List<Frame> expected = ServerSentEvents.frames(stream);
        for (int round = 0; round < 50; round++) {
            upstream.answer(Script.events(cuts.cut(stream)));
            try (Answer answer = send(request(true))) {
                assertThat(answer.streamed()).isTrue();
                List<Frame> frames = drain(answer);
                assertThat(bytes(frames)).as("seed " + SEED).isEqualTo(stream);
                assertThat(data(frames)).as("seed " + SEED).isEqualTo(data(expected));
            }
        }
    }

    /** A frame is there as soon as its bytes are, not when the next one comes. */
    @Test
    protected void framesDoNotWaitForEachOther() {
        Gate gate = new Gate();
        List<Bytes> events = OpenAiChat.events(1);
        upstream.answer(Script.stream().chunk(events.get(0)).await(gate).chunk(events.get(1)).endChunks());

        try (Answer answer = send(request(true))) {
            assertThat(answer.next().flatMap(Frame::bytes)).contains(events.get(0));
            gate.open();
            assertThat(answer.next().flatMap(Frame::bytes)).contains(events.get(1));
        }
    }

    /** Every status of an answer is passed on with its body; nothing is tried again behind Patchbay's back. */
    @ParameterizedTest
    @ValueSource(ints = {200, 201, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529})
    protected void statusesArePassedOn(int status) {
        upstream.answer(Faults.error(status, "retry-after: 7", "x-vendor: v", "set-cookie: a=b", "keep-alive: 5"));

        Answer answer = send(request(false));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().first("retry-after")).contains("7");
        assertThat(answer.headers().first("x-vendor")).contains("v");
        assertThat(answer.headers().first("content-type")).contains("application/json");
        for (String own : List.of("set-cookie", "keep-alive", "connection", "transfer-encoding", "content-length")) {
            assertThat(answer.headers().first(own)).as(own).isEmpty();
        }
        assertThat(bytes(drain(answer)).utf8()).contains("status_" + status);
        assertThat(upstream.received()).hasSize(1);
    }

    /** An error of a request for a stream is a whole answer. */
    @Test
    protected void anErrorIsNoStream() {
        upstream.answer(Faults.rateLimited());

        Answer answer = send(request(true));

        assertThat(answer.streamed()).isFalse();
        assertThat(drain(answer)).hasSize(1);
    }

    /** An empty body is an answer without bytes. */
    @Test
    protected void anEmptyBodyIsNoFault() {
        upstream.answer(Faults.emptyError(500));

        Answer answer = send(request(false));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(bytes(drain(answer)).isEmpty()).isTrue();
    }

    /** A redirect is not followed: it would carry the key elsewhere. */
    @Test
    protected void redirectsAreNotFollowed() {
        try (FakeUpstream elsewhere = FakeUpstream.start()) {
            upstream.answer(Faults.redirect(elsewhere.url() + "/base/chat/completions"));
            try (Answer answer = send(request(false))) {
                assertThat(answer.status()).isEqualTo(307);
            } catch (GatewayException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
            }
            assertThat(elsewhere.received()).isEmpty();
        }
        assertThat(upstream.received()).hasSize(1);
    }

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
        upstream.answer(Faults.stalledStream(2));
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
        upstream.answer(Faults.stalledStream(1));
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
        for (Script cut : List.of(Faults.cutStream(3), partOfALength, Faults.lengthTooLong(),
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
        for (Script fault : List.of(Faults.reset(), Faults.notHttp(), Faults.hugeHeader(1 << 20), Faults.endlessBody(),
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
        upstream.answer(Faults.lengthTooShort(), Faults.lengthAndChunked()).otherwise(Script.json(200, "{}"));
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

    /** One answer after the other share a connection. */
    @Test
    protected void connectionsAreKeptAlive() {
        upstream.otherwise(Script.json(200, "{}"));
        Provider provider = provider(upstream.url() + "/base");
        for (int i = 0; i < 5; i++) {
            drain(provider.send(attempt(request(false))));
        }

        assertThat(upstream.connections()).isEqualTo(1);
    }

    private void assertUpstreamFails(WireRequest request) {
        assertThatThrownBy(() -> drain(send(request))).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    private Answer send(WireRequest request) {
        return provider(upstream.url() + "/base").send(attempt(request));
    }

    private Attempt attempt(WireRequest request) {
        Exchange exchange = Exchange.of("test-1", Caller.ANONYMOUS, Instant.EPOCH, request,
                wire -> ChatRequest.builder(wire.model()).build());
        Timeouts defaults = Timeouts.DEFAULT;
        return Attempt.builder(exchange, Target.of("test", request.model(), 1))
                .key(key())
                .timeouts(new Timeouts(SECOND, defaults.headers(), defaults.firstEvent(), defaults.stall(),
                        defaults.total()))
                .cancellation(cancellation)
                .build();
    }

    private static <T> CompletableFuture<T> background(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static List<Frame> drain(Answer answer) {
        List<Frame> frames = new ArrayList<>();
        try (answer) {
            for (Optional<Frame> next = answer.next(); next.isPresent(); next = answer.next()) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    private static Bytes bytes(List<Frame> frames) {
        return join(frames.stream().map(frame -> frame.bytes().orElseThrow()).toList());
    }

    private static List<Bytes> data(List<Frame> frames) {
        return frames.stream().map(Frame::data).filter(data -> !data.isEmpty()).toList();
    }

    private static Bytes join(List<Bytes> pieces) {
        Bytes joined = Bytes.EMPTY;
        for (Bytes piece : pieces) {
            joined = joined.splice(joined.size(), joined.size(), piece);
        }
        return joined;
    }
}
