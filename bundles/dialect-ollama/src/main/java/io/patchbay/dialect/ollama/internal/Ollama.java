package io.patchbay.dialect.ollama.internal;

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

/** The dialect {@code ollama}: chat, embeddings and the list of models of Ollama's own API. */
@Component(service = Dialect.class)
public final class Ollama implements Dialect, ChatCodec, EmbeddingCodec, ModelsCodec {
    static final String NAME = "ollama";
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    static final String CHAT_PATH = "/api/chat";
    static final String EMBED_PATH = "/api/embed";

    private static final String TAGS_PATH = "/api/tags";
    private static final List<Endpoint> ENDPOINTS = Stream.of("", "/ollama")
            .flatMap(prefix -> Stream.of(
                    Endpoint.post(prefix + CHAT_PATH, Operation.CHAT),
                    Endpoint.post(prefix + EMBED_PATH, Operation.EMBEDDINGS),
                    Endpoint.get(prefix + TAGS_PATH, Operation.MODELS)))
            .toList();

    private final InstantSource clock;
    private final Errors errors;

    /** The dialect by the system's clock. */
    @Activate
    public Ollama() {
        this(InstantSource.system());
    }

    Ollama(InstantSource clock) {
        this.clock = clock;
        this.errors = new Errors(clock);
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
        if (operation.equals(Operation.MODELS)) {
            return request.path(TAGS_PATH).build();
        }
        boolean chat = operation.equals(Operation.CHAT);
        return new BodyScan(chat).scan(request.path(chat ? CHAT_PATH : EMBED_PATH), raw.body());
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        return new LineScanner(request.operation(), errors);
    }

    @Override
    public GatewayException readError(int status, Headers headers, Bytes body) {
        return errors.read(status, headers, body);
    }

    @Override
    public Answer writeError(GatewayException error) {
        return Errors.answer(error);
    }

    @Override
    public Bytes writeStreamError(GatewayException error) {
        return Errors.line(error);
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
        return new LineReader(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new LineWriter(clock);
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
        return Embeddings.writeResponse(response);
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
