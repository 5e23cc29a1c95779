package io.patchbay.dialect.openai.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.ModelsCodec;
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
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.dialect.json.BearerToken;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.OpenAiRoots;
import io.patchbay.dialect.json.Place;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The dialect {@code openai-chat}: chat completions, embeddings, the model list and the other surfaces of OpenAI's API
 * reference, as OpenAI and the vendors that speak like it have them. It is what most clients speak: by its ranking, errors about a path that is
 * nobody's are in this dialect.
 */
@Component(service = Dialect.class, property = "service.ranking:Integer=10")
public final class OpenAiChat implements Dialect, ChatCodec, EmbeddingCodec, ModelsCodec {
    static final String NAME = "openai-chat";
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    static final String CHAT_PATH = "/chat/completions";
    static final String EMBEDDINGS_PATH = "/embeddings";

    private static final String MODELS_PATH = "/models";
    private static final String MODEL_ID = "id";
    private static final List<Endpoint> ENDPOINTS = OpenAiRoots.of(Stream.concat(
            Stream.of(Endpoint.post(CHAT_PATH, Operation.CHAT),
                    Endpoint.post(EMBEDDINGS_PATH, Operation.EMBEDDINGS),
                    Endpoint.get(MODELS_PATH, Operation.MODELS),
                    Endpoint.get(MODELS_PATH + "/{" + MODEL_ID + "...}", Operation.MODEL)),
            Surfaces.ENDPOINTS.stream()).toList());
    private static final Optional<Bytes> KEEP_ALIVE = Optional.of(Bytes.utf8(": keep-alive\n\n"));

    private final InstantSource clock;
    private final ErrorReader errors;

    /** The dialect by the system's clock. */
    @Activate
    public OpenAiChat() {
        this(InstantSource.system());
    }

    OpenAiChat(InstantSource clock) {
        this.clock = clock;
        this.errors = new ErrorReader(clock);
    }

    /** The extras of this dialect that nobody has written yet. */
    static Extras extras(List<Extra> extras) {
        return new Extras(NAME, extras);
    }

    /** An extra of this dialect. */
    static Extra extra(String name, String json) {
        return Extras.of(NAME, name, json);
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
        Operation operation = raw.endpoint().operation();
        WireRequest.Builder request = WireRequest.builder(NAME, operation)
                .method(raw.endpoint().method())
                .query(raw.query())
                .headers(raw.headers());
        if (operation.equals(Operation.MODEL)) {
            return request.path(MODELS_PATH + "/{model}")
                    .model(raw.pathParameters().getOrDefault(MODEL_ID, ""))
                    .build();
        }
        request.path(OpenAiRoots.path(raw));
        if (operation.equals(Operation.MODELS)) {
            return request.build();
        }
        return Surfaces.has(operation)
                ? Surfaces.scan(request, raw)
                : new BodyScan(operation).scan(request, raw.body());
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        Operation operation = request.operation();
        return Surfaces.has(operation)
                ? Surfaces.scanner(operation, errors)
                : new AnswerScanner(operation, errors);
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
        return ChatRequests.read(request.body());
    }

    @Override
    public WireRequest writeRequest(ChatRequest request) {
        return ChatRequests.write(request);
    }

    @Override
    public ChatResponse readResponse(Bytes body) {
        return ChatResponses.read(body, errors);
    }

    @Override
    public Bytes writeResponse(ChatResponse response) {
        return ChatResponses.write(response, clock);
    }

    @Override
    public FrameDecoder decoder() {
        return new ChunkDecoder(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new ChunkEncoder(request.body(), clock);
    }

    @Override
    public EmbeddingRequest readEmbeddingRequest(WireRequest request) {
        return Embeddings.readRequest(request.body());
    }

    @Override
    public WireRequest writeEmbeddingRequest(EmbeddingRequest request) {
        return Embeddings.writeRequest(request);
    }

    @Override
    public EmbeddingResponse readEmbeddingResponse(Bytes body) {
        return Embeddings.readResponse(body, errors);
    }

    @Override
    public Bytes writeEmbeddingResponse(EmbeddingResponse response, WireRequest request) {
        return Embeddings.writeResponse(response, request.body());
    }

    @Override
    public Bytes writeModels(List<ModelInfo> models) {
        return Models.write(models);
    }

    @Override
    public Bytes writeModel(ModelInfo model) {
        return Models.write(model);
    }
}
