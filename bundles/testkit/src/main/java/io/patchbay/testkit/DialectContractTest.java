package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.dialect.ModelsCodec;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.ModelInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link Dialect} must do; a dialect's bundle inherits it and gives samples of its own.
 *
 * <p>Tests of an ability that the dialect has not are skipped.
 */
public abstract class DialectContractTest {
    private static final long SEED = 20_260_101;
    private static final int ROUNDS = 300;

    /** For the subclass. */
    protected DialectContractTest() {}

    /** The dialect under test. */
    protected abstract Dialect dialect();

    /** Good requests, each of which names a model: every operation, streamed and not. */
    protected abstract List<RawRequest> requests();

    /** Bodies of good whole answers to chat requests. */
    protected abstract List<Bytes> wholeAnswers();

    /** Bodies of good, complete streams of answers to chat requests. */
    protected abstract List<Bytes> streams();

    /** Bodies of good answers to embedding requests; none unless overridden. */
    protected List<Bytes> embeddingAnswers() {
        return List.of();
    }

    /** Splits a stream into frames; as server-sent events unless overridden. */
    protected List<Frame> frames(Bytes stream) {
        return ServerSentEvents.frames(stream);
    }

    /** The name is stable, lower case, with hyphens. */
    @Test
    protected void nameIsPlain() {
        assertThat(dialect().name()).matches("[a-z][a-z0-9-]*").isEqualTo(dialect().name());
    }

    /** Endpoints do not change, and every sample comes to one of them. */
    @Test
    protected void endpointsAreFixed() {
        List<Endpoint> endpoints = dialect().endpoints();

        assertThat(dialect().endpoints()).isEqualTo(endpoints).doesNotHaveDuplicates();
        assertThat(endpoints).allSatisfy(endpoint -> assertThat(endpoint.path()).startsWith("/"));
        assertThat(endpoints).containsAll(requests().stream().map(RawRequest::endpoint).toList());
    }

    /** A scan sees the model and changes nothing. */
    @Test
    protected void scanKeepsTheBytes() {
        assertThat(requests()).isNotEmpty().allSatisfy(raw -> {
            WireRequest request = dialect().scan(raw);

            assertThat(request.body()).isEqualTo(raw.body());
            assertThat(request.method()).isEqualTo(raw.endpoint().method());
            assertThat(request.operation()).isEqualTo(raw.endpoint().operation());
            assertThat(request.dialect()).isEqualTo(dialect().name());
            assertThat(request.model()).isNotEmpty();
            assertThat(request.path()).startsWith("/");
            assertThat(request.dropped()).isEmpty();
        });
    }

    /** Another model changes its name and no other byte, whatever the name. */
    @Test
    protected void withModelSplicesOnlyTheModel() {
        String marker = "zzMODELzz";
        for (RawRequest raw : requests()) {
            WireRequest request = dialect().scan(raw);
            WireRequest other = request.withModel(marker);

            assertThat(other.model()).isEqualTo(marker);
            assertThat(other.withModel(request.model()).path()).isEqualTo(request.path());
            int at = other.body().indexOf(Bytes.utf8(marker), 0);
            if (at < 0) {
                assertThat(other.body()).isEqualTo(raw.body());
                assertThat(other.path()).contains(marker);
            } else {
                int end = at + marker.length();
                int rawEnd = raw.body().size() - (other.body().size() - end);
                assertThat(other.body().slice(0, at)).isEqualTo(raw.body().slice(0, at));
                assertThat(other.body().slice(end, other.body().size()))
                        .isEqualTo(raw.body().slice(rawEnd, raw.body().size()));
                assertThat(raw.body().slice(at, rawEnd).utf8())
                        .satisfiesAnyOf(name -> assertThat(name).isEqualTo(request.model()),
                                escaped -> assertThat(escaped).contains("\\"));
            }
        }
    }

    /** Names with quotes, backslashes and control characters are written so that they are read again. */
    @Test
    protected void withModelEscapesTheName() {
        String odd = "a\"b\\c\u0001ü/d";
        for (RawRequest raw : requests()) {
            WireRequest other = dialect().scan(raw).withModel(odd);
            if (!other.body().equals(raw.body())) {
                RawRequest again = new RawRequest(raw.endpoint(), raw.pathParameters(), raw.query(), raw.headers(),
                        other.body());
                assertThat(dialect().scan(again).model()).isEqualTo(odd);
            }
        }
    }

    /** A good whole answer is seen as useful, finished, and free of errors. */
    @Test
    protected void scannerSeesAWholeAnswer() {
        assertThat(wholeAnswers()).allSatisfy(body -> {
            Glimpse glimpse = dialect().scanner(request(false)).scan(Frame.of(body));

            assertThat(glimpse.error()).isEmpty();
            assertThat(glimpse.useful()).isTrue();
            assertThat(glimpse.finish()).isPresent();
            if (dialect() instanceof ChatCodec codec) {
                assertThat(glimpse.usage().map(usage -> usage.totalTokens()))
                        .hasValue(codec.readResponse(body).usage().totalTokens());
            }
        });
    }

    /** A good stream is useful, finished, and ends with the frame that says so, not before. */
    @Test
    protected void scannerSeesAStream() {
        assertThat(streams()).isNotEmpty().allSatisfy(body -> {
            List<Glimpse> glimpses = scan(frames(body));

            assertThat(glimpses).allSatisfy(glimpse -> assertThat(glimpse.error()).isEmpty());
            assertThat(glimpses).anyMatch(Glimpse::useful).anyMatch(glimpse -> glimpse.finish().isPresent());
            assertThat(glimpses.subList(0, glimpses.size() - 1)).noneMatch(Glimpse::last);
        });
    }

    /** A stream that is cut anywhere is never taken for a complete one. */
    @Test
    protected void scannerDoesNotInventAnEnd() {
        RandomCuts cuts = new RandomCuts(SEED);
        for (Bytes body : streams()) {
            List<Frame> all = frames(body);
            List<Glimpse> whole = scan(all);
            for (int round = 0; round < ROUNDS; round++) {
                List<Frame> cut = frames(body.slice(0, cuts.place(body)));
                List<Glimpse> seen = scan(cut);
                int complete = commonFrames(all, cut);
                assertThat(seen.subList(0, complete)).as("seed " + SEED).usingRecursiveComparison()
                        .isEqualTo(whole.subList(0, complete));
                assertThat(seen.subList(complete, seen.size())).as("seed " + SEED)
                        .noneMatch(glimpse -> glimpse.last() && glimpse.error().isEmpty());
            }
        }
    }

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

    /** A request that was read and written again says the same. */
    @Test
    protected void requestsGoRound() {
        assumeTrue(dialect() instanceof ChatCodec, "no ChatCodec");
        ChatCodec codec = (ChatCodec) dialect();
        for (RawRequest raw : requests()) {
            WireRequest request = dialect().scan(raw);
            if (request.operation().equals(Operation.CHAT)) {
                ChatRequest chat = codec.readRequest(request);
                WireRequest written = codec.writeRequest(chat);

                assertThat(chat.model()).isEqualTo(request.model());
                assertThat(chat.stream()).isEqualTo(request.stream());
                assertThat(written.dropped()).isEmpty();
                assertThat(written.model()).isEqualTo(request.model());
                assertThat(written.stream()).isEqualTo(request.stream());
                assertThat(codec.readRequest(written)).usingRecursiveComparison().isEqualTo(chat);
                assertThat(codec.readRequest(written.withModel("other")).model()).isEqualTo("other");
            }
        }
    }

    /** A whole answer that was read and written again says the same. */
    @Test
    protected void wholeAnswersGoRound() {
        assumeTrue(dialect() instanceof ChatCodec, "no ChatCodec");
        ChatCodec codec = (ChatCodec) dialect();
        assertThat(wholeAnswers()).allSatisfy(body -> {
            ChatResponse response = codec.readResponse(body);
            assertThat(codec.readResponse(codec.writeResponse(response))).isEqualTo(response);
        });
    }

    /** A stream that was read and written again adds up to the same, and ends as the dialect says. */
    @Test
    protected void streamsGoRound() {
        assumeTrue(dialect() instanceof ChatCodec, "no ChatCodec");
        ChatCodec codec = (ChatCodec) dialect();
        WireRequest request = request(true);
        for (Bytes body : streams()) {
            EventEncoder encoder = codec.encoder(request);
            FrameDecoder decoder = codec.decoder();
            ChatAccumulator read = new ChatAccumulator();
            Bytes written = Bytes.EMPTY;
            for (Frame frame : frames(body)) {
                List<ChatEvent> events = decoder.decode(frame);
                events.forEach(read::add);
                written = join(written, encoder.encode(events));
            }
            written = join(written, encoder.end());
            ChatAccumulator again = new ChatAccumulator();
            FrameDecoder second = codec.decoder();
            frames(written).forEach(frame -> second.decode(frame).forEach(again::add));

            assertThat(encoder.contentType()).contains("/");
            assertThat(again.response()).isEqualTo(read.response());
            assertThat(scan(frames(written))).anyMatch(glimpse -> glimpse.finish().isPresent());
        }
    }

    /** An embedding request and its answer, read and written again, say the same. */
    @Test
    protected void embeddingsGoRound() {
        assumeTrue(dialect() instanceof EmbeddingCodec, "no EmbeddingCodec");
        EmbeddingCodec codec = (EmbeddingCodec) dialect();
        List<WireRequest> asked = requests().stream().map(dialect()::scan)
                .filter(request -> request.operation().equals(Operation.EMBEDDINGS)).toList();
        assertThat(asked).isNotEmpty().allSatisfy(request -> {
            EmbeddingRequest read = codec.readEmbeddingRequest(request);
            assertThat(codec.readEmbeddingRequest(codec.writeEmbeddingRequest(read))).isEqualTo(read);
            assertThat(embeddingAnswers()).isNotEmpty().allSatisfy(body -> {
                var response = codec.readEmbeddingResponse(body);
                assertThat(codec.readEmbeddingResponse(codec.writeEmbeddingResponse(response, request)))
                        .usingRecursiveComparison().isEqualTo(response);
            });
        });
    }

    /** A list of models names them all. */
    @Test
    protected void modelsAreListed() {
        assumeTrue(dialect() instanceof ModelsCodec, "no ModelsCodec");
        ModelsCodec codec = (ModelsCodec) dialect();
        ModelInfo one = new ModelInfo("one", "main", 0);

        assertThat(codec.writeModels(List.of(one, new ModelInfo("two", "main", 1))).utf8()).contains("one", "two");
        assertThat(codec.writeModels(List.of()).isEmpty()).isFalse();
        assertThat(codec.writeModel(one).utf8()).contains("one");
    }

    private WireRequest request(boolean stream) {
        return requests().stream().map(dialect()::scan)
                .filter(each -> each.operation().equals(Operation.CHAT) && each.stream() == stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of a chat request with stream " + stream));
    }

    private List<Glimpse> scan(List<Frame> frames) {
        FrameScanner scanner = dialect().scanner(request(true));
        List<Glimpse> glimpses = new ArrayList<>();
        frames.forEach(frame -> glimpses.add(scanner.scan(frame)));
        return glimpses;
    }

    private static int commonFrames(List<Frame> all, List<Frame> cut) {
        int common = 0;
        while (common < cut.size() && all.get(common).bytes().equals(cut.get(common).bytes())) {
            common++;
        }
        return common;
    }

    private static Bytes join(Bytes one, Bytes two) {
        return one.splice(one.size(), one.size(), two);
    }

    private static Stream<Bytes> garbage() {
        return Stream.of("", " ", "null", "42", "\"text\"", "[]", "{}", "{", "{\"model\":5}", "{\"model\":null}",
                "{\"model\":\"\"}", "{\"model\":\"m\",\"stream\":\"yes\"}", "{\"model\":\"m\",\"messages\":{}}",
                "{\"model\":\"m\",\"messages\":[null,1,[]]}", "{\"error\":5}", "{\"error\":null}", "[".repeat(100_000),
                "{\"a\":".repeat(50_000), "<html>502 Bad Gateway</html>", "data: {\n\n", "data: \n\n", "\u0000\uffff",
                "{\"model\":\"m\",\"model\":\"n\"}", "1e999999999", "{\"choices\":[{\"delta\":7}]}").map(Bytes::utf8);
    }

    private static void onlyGatewayExceptions(Runnable action) {
        assertThatCode(() -> {
            try {
                action.run();
            } catch (GatewayException e) {
                assertThat(e.kind()).isNotEqualTo(ErrorKind.INTERNAL);
            }
        }).doesNotThrowAnyException();
    }
}
