package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dialect makes of errors, and of garbage. */
abstract class DialectErrorsContract extends DialectWireContract {
    /** Every kind of error has its status, a body, and no secret. */
    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    protected void errorsAreWritten(ErrorKind kind) {
        GatewayException error = new GatewayException(kind, "Told \"so\"\n.", new IllegalStateException("the cause"))
                .withParam("messages[0].content");
        Bytes body;
        try (Answer answer = dialect().writeError(error)) {
            assertThat(answer.status()).isEqualTo(error.status());
            assertThat(answer.streamed()).isFalse();
            assertThat(answer.headers().first("content-type")).isPresent();
            body = answer.next().flatMap(Frame::bytes).orElseThrow();
        }
        assertThat(body.isEmpty()).isFalse();
        assertThat(body.utf8()).doesNotContain("the cause");
        assertThat(body.utf8().contains("Told \\\"so\\\"\\n.")).isEqualTo(kind.textPublic());
        assertThat(dialect().readError(error.status(), Headers.EMPTY, body).message()).isNotEmpty();
    }

    /** An error inside a stream is seen by whoever reads that stream. */
    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    protected void errorsAreWrittenIntoStreams(ErrorKind kind) {
        assumeTrue(!streams().isEmpty(), "no streams");
        Bytes written = dialect().writeStreamError(new GatewayException(kind, "Told so."));

        assertThat(written.utf8().contains("Told so.")).isEqualTo(kind.textPublic());
        assertThat(scan(frames(written))).anyMatch(glimpse -> glimpse.error().isPresent());
    }

    /** An upstream's error is understood as far as it can be, whatever its body. */
    @Test
    protected void errorsOfAnyShapeAreRead() {
        RandomCuts cuts = new RandomCuts(SEED);
        Bytes good = dialect().writeError(new GatewayException(ErrorKind.OVERLOADED, "Busy.")).next()
                .flatMap(Frame::bytes).orElseThrow();
        Headers wait = Headers.of("retry-after", "7");
        for (int status : new int[]{400, 401, 403, 404, 408, 413, 418, 422, 429, 500, 502, 503, 504, 529}) {
            if (status == 429 || status == 503) {
                assertThat(dialect().readError(status, wait, good).retryAfter()).hasValue(Duration.ofSeconds(7));
            }
            Stream.concat(garbage(), Stream.generate(() -> cuts.damage(good)).limit(20)).forEach(body -> {
                GatewayException error = dialect().readError(status, Headers.EMPTY, body);
                assertThat(error.upstreamStatus()).hasValue(status);
                assertThat(error.publicMessage()).isNotBlank();
            });
        }
    }

    /** Garbage in a request is an error of the client's, said in so many words. */
    @Test
    protected void garbageInARequestIsRefused() {
        RandomCuts cuts = new RandomCuts(SEED);
        for (RawRequest good : requests()) {
            Stream.concat(garbage(), Stream.generate(() -> cuts.damage(good.body())).limit(ROUNDS)).forEach(body -> {
                RawRequest raw =
                        new RawRequest(good.endpoint(), good.pathParameters(), good.query(), good.headers(), body);
                onlyGatewayExceptions(() -> {
                    WireRequest request = dialect().scan(raw);
                    if (dialect() instanceof ChatCodec codec && request.operation().equals(Operation.CHAT)) {
                        codec.readRequest(request);
                    }
                    if (dialect() instanceof EmbeddingCodec codec && request.operation().equals(Operation.EMBEDDINGS)) {
                        codec.readEmbeddingRequest(request);
                    }
                });
            });
        }
    }

    /** Garbage in an answer is an error of the upstream's, never a crash. */
    @Test
    protected void garbageInAnAnswerIsNoCrash() {
        RandomCuts cuts = new RandomCuts(SEED);
        List<Bytes> samples = Stream.concat(wholeAnswers().stream(), streams().stream()).toList();
        for (Bytes good : samples) {
            Stream.concat(garbage(), Stream.generate(() -> cuts.damage(good)).limit(ROUNDS)).forEach(body -> {
                scan(List.of(Frame.of(body)));
                scan(frames(body));
                if (dialect() instanceof ChatCodec codec) {
                    onlyGatewayExceptions(() -> codec.readResponse(body));
                    FrameDecoder decoder = codec.decoder();
                    onlyGatewayExceptions(() -> frames(body).forEach(decoder::decode));
                }
            });
        }
    }
}
