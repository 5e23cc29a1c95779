package io.patchbay.dialect.openai.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.dialect.json.BearerToken;
import io.patchbay.dialect.json.OpenAiRoots;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The dialect {@code openai-completions}: the legacy completions of OpenAI's API reference, a prompt and the text that goes
 * on from it. To a provider without it, a prompt is a chat of one message.
 *
 * <p>Its answers differ from those of {@link OpenAiChat} in little, and are read by the same code.
 */
@Component(service = Dialect.class)
public final class OpenAiCompletions implements Dialect, ChatCodec {
    static final String NAME = "openai-completions";
    static final String PATH = "/completions";

    private static final List<Endpoint> ENDPOINTS = OpenAiRoots.of(List.of(Endpoint.post(PATH, Operation.CHAT)));
    private static final Optional<Bytes> KEEP_ALIVE = Optional.of(Bytes.utf8(": keep-alive\n\n"));

    private final InstantSource clock;
    private final ErrorReader errors;

    /** The dialect by the system's clock. */
    @Activate
    public OpenAiCompletions() {
        this(InstantSource.system());
    }

    OpenAiCompletions(InstantSource clock) {
        this.clock = clock;
        this.errors = new ErrorReader(clock);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Endpoint> endpoints() {
        return ENDPOINTS;
    }

    @Override
    public Optional<String> token(Headers headers, String query) {
        return BearerToken.of(headers);
    }

    @Override
    public WireRequest scan(RawRequest raw) {
        return new CompletionScan().scan(WireRequest.builder(NAME, raw.endpoint().operation())
                .path(PATH)
                .query(raw.query())
                .headers(raw.headers()), raw.body());
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        return new AnswerScanner(request.operation(), errors);
    }

    @Override
    public GatewayException readError(int status, Headers headers, Bytes body) {
        return errors.read(status, headers, body);
    }

    @Override
    public Answer writeError(GatewayException error) {
        return ErrorWriter.answer(error);
    }

    @Override
    public Bytes writeStreamError(GatewayException error) {
        return ErrorWriter.event(error);
    }

    @Override
    public Optional<Bytes> keepAlive() {
        return KEEP_ALIVE;
    }

    @Override
    public ChatRequest readRequest(WireRequest request) {
        return CompletionRequests.read(request.body());
    }

    @Override
    public void checkPortable(ChatRequest request) {
        CompletionRequests.checkPortable(request);
    }

    @Override
    public WireRequest writeRequest(ChatRequest request) {
        return CompletionRequests.write(request);
    }

    @Override
    public ChatResponse readResponse(Bytes body) {
        return ChatResponses.read(body, errors);
    }

    @Override
    public Bytes writeResponse(ChatResponse response) {
        return Completions.write(response, clock);
    }

    @Override
    public FrameDecoder decoder() {
        return new ChunkDecoder(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new CompletionEncoder(request.body(), clock);
    }
}
