package io.patchbay.itests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.dialect.anthropic.internal.AnthropicMessages;
import io.patchbay.dialect.bedrock.internal.BedrockConverse;
import io.patchbay.dialect.cohere.internal.CohereV2;
import io.patchbay.dialect.gemini.internal.Gemini;
import io.patchbay.dialect.ollama.internal.Ollama;
import io.patchbay.dialect.openai.internal.OpenAiChat;
import io.patchbay.dialect.responses.internal.OpenAiResponses;
import io.patchbay.testkit.ServerSentEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whatever bytes come in, every dialect reads them or refuses them in words, within bounds; and what it has read, every
 * dialect can write or refuses in words.
 */
final class Readers {
    private static final List<Dialect> DIALECTS = List.of(new AnthropicMessages(), new BedrockConverse(),
            new CohereV2(), new Gemini(), new Ollama(), new OpenAiChat(), new OpenAiResponses());
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)");

    private Readers() {}

    /** A chat, as a client of any dialect may ask for it. */
    static void chats(byte[] body) {
        each(ChatCodec.class, (dialect, codec) -> scan(dialect, Operation.CHAT, body)
                .flatMap(scanned -> Outcome.of(() -> codec.readRequest(scanned.withModel("other"))))
                .ifPresent(request -> {
                    Outcome.of(() -> {
                        codec.checkPortable(request);
                        return request;
                    });
                    each(ChatCodec.class, (_, writer) -> Outcome.of(() -> writer.writeRequest(request))
                            .ifPresent(written -> Outcome.checkWritten(body.length, written.body())));
                }));
    }

    /** A request for vectors. */
    static void embeddings(byte[] body) {
        each(EmbeddingCodec.class, (dialect, codec) -> scan(dialect, Operation.EMBEDDINGS, body)
                .flatMap(scanned -> Outcome.of(() -> codec.readEmbeddingRequest(scanned.withModel("other"))))
                .ifPresent(request -> each(EmbeddingCodec.class,
                        (_, writer) -> Outcome.of(() -> writer.writeEmbeddingRequest(request))
                                .ifPresent(written -> Outcome.checkWritten(body.length, written.body())))));
    }

    /** A whole answer to a chat. */
    static void answers(byte[] body) {
        Bytes bytes = Bytes.wrap(body);
        each(ChatCodec.class, (dialect, codec) -> {
            scanner(dialect, Operation.CHAT).scan(Frame.of(bytes));
            Outcome.of(() -> codec.readResponse(bytes)).ifPresent(answer -> each(ChatCodec.class, (to, writer) -> {
                Outcome.checkWritten(body.length, writer.writeResponse(answer));
                Outcome.checkWritten(body.length, writer.encoder(request(to, Operation.CHAT)).encode(answer.events()));
            }));
        });
    }

    /** An answer of vectors. */
    static void vectors(byte[] body) {
        Bytes bytes = Bytes.wrap(body);
        each(EmbeddingCodec.class, (dialect, codec) -> {
            scanner(dialect, Operation.EMBEDDINGS).scan(Frame.of(bytes));
            Outcome.of(() -> codec.readEmbeddingResponse(bytes))
                    .ifPresent(answer -> each(EmbeddingCodec.class, (to, writer) -> Outcome.checkWritten(body.length,
                            writer.writeEmbeddingResponse(answer, request(to, Operation.EMBEDDINGS)))));
        });
    }

    /** A streamed answer to a chat, framed as server-sent events. */
    static void streams(byte[] stream) {
        List<Frame> frames = ServerSentEvents.frames(Bytes.wrap(stream));
        each(ChatCodec.class, (dialect, codec) -> {
            FrameScanner scanner = scanner(dialect, Operation.CHAT);
            frames.forEach(frame -> assertThat(scanner.scan(frame)).isNotNull());
            List<List<ChatEvent>> events = decoded(codec.decoder(), frames);
            each(ChatCodec.class, (to, writer) -> {
                EventEncoder encoder = writer.encoder(request(to, Operation.CHAT));
                events.forEach(each -> Outcome.checkWritten(stream.length, encoder.encode(each)));
                Outcome.checkWritten(stream.length, encoder.end());
            });
        });
    }

    /** The body of an error, of which every dialect makes something. */
    static void errors(byte[] body) {
        each(Dialect.class, (_, dialect) -> {
            for (int status : new int[]{400, 500}) {
                GatewayException error = dialect.readError(status, Headers.EMPTY, Bytes.wrap(body));
                assertThat(error.message()).isNotEmpty();
                each(Dialect.class, (_, writer) -> {
                    Outcome.checkWritten(body.length, writer.writeError(error).next().orElseThrow().data());
                    Outcome.checkWritten(body.length, writer.writeStreamError(error));
                });
            }
        });
    }

    /** The events of the frames up to one that is refused. */
    private static List<List<ChatEvent>> decoded(FrameDecoder decoder, List<Frame> frames) {
        List<List<ChatEvent>> events = new ArrayList<>();
        for (Frame frame : frames) {
            Optional<List<ChatEvent>> each = Outcome.of(() -> decoder.decode(frame));
            if (each.isEmpty()) {
                break;
            }
            events.add(each.get());
        }
        return events;
    }

    private static Optional<WireRequest> scan(Dialect dialect, Operation operation, byte[] body) {
        return endpoint(dialect, operation).flatMap(endpoint -> Outcome.of(() -> dialect.scan(new RawRequest(endpoint,
                PARAMETER.matcher(endpoint.path()).results().collect(Collectors.toMap(each -> each.group(1), _ -> "m")),
                "", Headers.EMPTY, Bytes.wrap(body)))));
    }

    private static Optional<Endpoint> endpoint(Dialect dialect, Operation operation) {
        return dialect.endpoints().stream().filter(each -> each.operation().equals(operation)).findFirst();
    }

    private static FrameScanner scanner(Dialect dialect, Operation operation) {
        return dialect.scanner(request(dialect, operation));
    }

    private static WireRequest request(Dialect dialect, Operation operation) {
        return WireRequest.builder(dialect.name(), operation).build();
    }

    private static <C> void each(Class<C> ability, BiConsumer<Dialect, C> action) {
        DIALECTS.stream().filter(ability::isInstance).forEach(
                dialect -> assertTimeout(LIMIT, () -> action.accept(dialect, ability.cast(dialect))));
    }
}
