package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.provider.Provider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider does with a request and its answer when all is well, or the upstream says that it is not. */
abstract class ProviderAnswersContract extends ProviderFixture {
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
        upstream.answer(
                Faults.OPENAI_CHAT.error(status, "retry-after: 7", "x-vendor: v", "set-cookie: a=b", "keep-alive: 5"));

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
        upstream.answer(Faults.OPENAI_CHAT.rateLimited());

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
}
