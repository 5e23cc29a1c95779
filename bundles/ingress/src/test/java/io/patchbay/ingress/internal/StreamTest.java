package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Headers;
import java.io.EOFException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Streams: frames, comments, errors, clients that do not read. */
class StreamTest extends ServerFixture {
    private static final String CHAT = "/v1/chat/completions";

    private final Script script = new Script();

    @Test
    void eachFrameIsWrittenWhenItComes() throws Exception {
        start(script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));

        script.frame("data: 1\n\n");
        assertThat(client.head().headers()).containsEntry("content-type", "text/event-stream");
        assertThat(client.chunkText()).isEqualTo("data: 1\n\n");
        script.frame("data: 2\n\n");
        assertThat(client.chunkText()).isEqualTo("data: 2\n\n");
        script.end();

        assertThat(client.chunk()).isEmpty();
        await().until(() -> script.closed);
        assertThat(exchange().cancellation().cancelled()).isFalse();
    }

    @Test
    void aStreamWithoutFramesIsEmpty() throws Exception {
        start(script::answer);
        script.end();
        RawClient client = client();

        assertThat(client.call(RawClient.post(CHAT, "x")).body()).isEmpty();
        script.frame("data: 1\n\n");
        script.end();
        assertThat(client.call(RawClient.post(CHAT, "x")).body()).isEqualTo("data: 1\n\n");
    }

    @Test
    void aStreamIsChunkedAlsoWhereTheConnectionEndsWithIt() throws Exception {
        start(script::answer);
        script.frame("data: 1\n\n");
        script.end();
        RawClient client = client();

        RawClient.Reply reply = client.call(RawClient.post(CHAT, "x", "connection: close"));

        assertThat(reply.headers()).containsEntry("transfer-encoding", "chunked").containsEntry("connection", "close");
        assertThat(reply.body()).isEqualTo("data: 1\n\n");
        assertThat(client.closed()).isTrue();
    }

    @Test
    void aQuietStreamIsKeptAliveByComments() throws Exception {
        start(settings(10_000, 10_000, 60_000, 1_000, 40), script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        script.frame("data: 1\n\n");
        client.head();

        assertThat(client.chunkText()).isEqualTo("data: 1\n\n");
        assertThat(client.chunkText()).isEqualTo(TestDialect.COMMENT);
        assertThat(client.chunkText()).isEqualTo(TestDialect.COMMENT);
        script.frame("data: 2\n\n");
        String chunk = client.chunkText();
        while (chunk.equals(TestDialect.COMMENT)) {
            chunk = client.chunkText();
        }
        assertThat(chunk).isEqualTo("data: 2\n\n");
    }

    @Test
    void commentsStandBetweenFramesAndLoseNone() throws Exception {
        start(settings(10_000, 10_000, 60_000, 1_000, 1), script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        Thread.startVirtualThread(() -> {
            for (int i = 0; i < 200; i++) {
                script.frame("data: " + i + "\n\n");
                try {
                    Thread.sleep(i % 3 == 0 ? 5 : 0);
                } catch (InterruptedException e) {
                    return;
                }
            }
            script.end();
        });

        String all = client.reply().body();

        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            frames.append("data: ").append(i).append("\n\n");
        }
        assertThat(all.replace(TestDialect.COMMENT, "")).isEqualTo(frames.toString());
    }

    @Test
    void aStreamThatFailsBeforeItsFirstByteIsAnErrorWithAStatus() throws Exception {
        start(script::answer);
        script.fail(new GatewayException(ErrorKind.TIMEOUT, "Too late."));

        RawClient.Reply reply = client().call(RawClient.post(CHAT, "x"));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        assertThat(reply.body()).isEqualTo("{\"test_error\":\"Too late.\"}");
    }

    @Test
    void aStreamThatFailsLaterEndsWithTheDialectsError() throws Exception {
        start(script::answer);
        script.frame("data: 1\n\n");
        script.fail(new GatewayException(ErrorKind.UPSTREAM, "It broke off."));

        RawClient client = client();
        assertThat(client.call(RawClient.post(CHAT, "x")).body())
                .isEqualTo("data: 1\n\ndata: {\"error\":\"It broke off.\"}\n\n");
        await().until(() -> closedAnswers.get() == 1);
    }

    @Test
    void aBugInAStreamEndsWithAnErrorWithoutDetails() throws Exception {
        start(script::answer);
        script.frame("data: 1\n\n");
        script.fail(new IllegalStateException("secret"));

        assertThat(client().call(RawClient.post(CHAT, "x")).body()).contains("error").doesNotContain("secret");
    }

    @Test
    void aStreamWhoseErrorCannotBeWrittenIsNoCleanEnd() throws Exception {
        TestDialect mute = new TestDialect() {
            @Override
            public Bytes writeStreamError(GatewayException error) {
                throw new IllegalStateException("cannot");
            }
        };
        start(settings(), java.util.List.of(mute), java.util.List.of(), script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        script.frame("data: 1\n\n");
        client.head();
        assertThat(client.chunkText()).isEqualTo("data: 1\n\n");

        script.fail(new GatewayException(ErrorKind.UPSTREAM, "It broke off."));

        assertThatThrownBy(client::chunk).isInstanceOf(EOFException.class);
    }

    @Test
    void aBodyInPiecesHasNoComments() throws Exception {
        Script pieces = new Script();
        start(settings(10_000, 10_000, 60_000, 1_000, 1),
                exchange -> (exchange.request().stream() ? script : pieces).answer(exchange));
        RawClient sound = client().send(RawClient.post(CHAT, "sound"));
        pieces.frame("ab");
        sound.head();
        assertThat(sound.chunkText()).isEqualTo("ab");
        RawClient events = client().send(RawClient.post(CHAT, "x"));

        events.head();
        assertThat(events.chunkText()).as("time enough has passed").isEqualTo(TestDialect.COMMENT);
        assertThat(events.chunkText()).isEqualTo(TestDialect.COMMENT);
        pieces.frame("cd");
        assertThat(sound.chunkText()).isEqualTo("cd");
    }

    @Test
    void aBodyInPiecesThatFailsIsNoCleanEnd() throws Exception {
        start(script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "sound"));
        script.frame("ab");
        client.head();
        assertThat(client.chunkText()).isEqualTo("ab");

        script.fail(new GatewayException(ErrorKind.UPSTREAM, "It broke off."));

        assertThatThrownBy(client::chunk).isInstanceOf(EOFException.class);
    }

    @Test
    void aClientThatDoesNotReadHoldsTheStreamBackAndIsDroppedInTheEnd() throws Exception {
        AtomicLong pulled = new AtomicLong();
        Bytes frame = Bytes.wrap(new byte[64 * 1024]);
        start(settings(10_000, 10_000, 500, 1_000, 60_000),
                _ -> Answer.stream(200, Headers.EMPTY, new FrameSource() {
                    @Override
                    public Optional<Frame> next() {
                        pulled.incrementAndGet();
                        return Optional.of(Frame.of(frame));
                    }

                    @Override
                    public void close() {}
                }));

        client().send(RawClient.post(CHAT, "x"));

        await().until(() -> closedAnswers.get() == 1);
        assertThat(exchange().cancellation().reason().orElseThrow().kind()).isEqualTo(ErrorKind.CANCELLED);
        assertThat(pulled.get() * frame.size()).isLessThan(32L * 1024 * 1024);
    }

    @Test
    void aStreamMayBeQuietForLongerThanAConnectionMayBeIdle() throws Exception {
        start(settings(10_000, 10_000, 500, 1_000, 1_200), script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));

        // The first comment comes after twice the idle time.
        assertThat(client.head().status()).isEqualTo(200);
        assertThat(client.chunkText()).isEqualTo(TestDialect.COMMENT);
        script.frame("data: 1\n\n");
        script.end();
        String chunk = client.chunkText();
        while (chunk.equals(TestDialect.COMMENT)) {
            chunk = client.chunkText();
        }
        assertThat(chunk).isEqualTo("data: 1\n\n");
        assertThat(exchange().cancellation().cancelled()).isFalse();
    }
}
