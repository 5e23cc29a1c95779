package io.patchbay.dialect.cohere.internal;

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
import io.patchbay.dialect.json.Place;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The dialect {@code cohere-v2}: chat, embed and rerank of version 2 of Cohere's API, and its list of models. */
@Component(service = Dialect.class)
public final class CohereV2 implements Dialect, ChatCodec, EmbeddingCodec, ModelsCodec {
    static final String NAME = "cohere-v2";
    /** Put documents in the order in which they answer a query. */
    static final Operation RERANK = new Operation("rerank");
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    static final String CHAT_PATH = "/v2/chat";
    static final String EMBED_PATH = "/v2/embed";

    private static final String RERANK_PATH = "/v2/rerank";
    private static final String MODELS_PATH = "/v1/models";
    private static final String MODEL_ID = "id";
    private static final String PREFIX = "/cohere";
    private static final List<Endpoint> ENDPOINTS = Stream.of("", PREFIX)
            .flatMap(prefix -> Stream.of(
                    Endpoint.post(prefix + CHAT_PATH, Operation.CHAT),
                    Endpoint.post(prefix + EMBED_PATH, Operation.EMBEDDINGS),
                    Endpoint.post(prefix + RERANK_PATH, RERANK)))
            .toList();
    /** At the root, the list of models is OpenAI's. */
    private static final List<Endpoint> MODELS = List.of(
            Endpoint.get(PREFIX + MODELS_PATH, Operation.MODELS),
            Endpoint.get(PREFIX + MODELS_PATH + "/{" + MODEL_ID + "...}", Operation.MODEL));
    private static final List<Endpoint> ALL = Stream.concat(ENDPOINTS.stream(), MODELS.stream()).toList();
    private static final Optional<Bytes> KEEP_ALIVE = Optional.of(Bytes.utf8(": keep-alive\n\n"));

    private final ErrorReader errors;

    /** The dialect by the system's clock. */
    @Activate
    public CohereV2() {
        this(InstantSource.system());
    }

    CohereV2(InstantSource clock) {
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
        return ALL;
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
        if (operation.equals(Operation.MODELS)) {
            return request.path(MODELS_PATH).build();
        }
        if (operation.equals(Operation.MODEL)) {
            return request.path(MODELS_PATH + "/{model}")
                    .model(raw.pathParameters().getOrDefault(MODEL_ID, ""))
                    .build();
        }
        return new BodyScan(operation).scan(request.path(path(operation)), raw.body());
    }

    private static String path(Operation operation) {
        if (operation.equals(Operation.CHAT)) {
            return CHAT_PATH;
        }
        return operation.equals(Operation.EMBEDDINGS) ? EMBED_PATH : RERANK_PATH;
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
        return ChatResponses.write(response);
    }

    @Override
    public FrameDecoder decoder() {
        return new EventReader(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new EventWriter();
    }

    @Override
    public EmbeddingRequest readEmbeddingRequest(WireRequest request) {
        return EmbeddingRequests.read(request.body());
    }

    @Override
    public WireRequest writeEmbeddingRequest(EmbeddingRequest request) {
        return EmbeddingRequests.write(request);
    }

    @Override
    public EmbeddingResponse readEmbeddingResponse(Bytes body) {
        return EmbeddingResponses.read(body, errors);
    }

    @Override
    public Bytes writeEmbeddingResponse(EmbeddingResponse response, WireRequest request) {
        return EmbeddingResponses.write(response, request.body());
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
