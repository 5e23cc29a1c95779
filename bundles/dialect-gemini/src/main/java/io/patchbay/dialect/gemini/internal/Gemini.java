package io.patchbay.dialect.gemini.internal;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The dialect {@code gemini}: content generation, embeddings, token counts and the model list of Google's
 * <a href="https://ai.google.dev/api">Gemini API</a>.
 */
@Component(service = Dialect.class)
public final class Gemini implements Dialect, ChatCodec, EmbeddingCodec, ModelsCodec {
    static final String NAME = "gemini";
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    /** The version of the API that knows everything. */
    static final String NEWEST = "/v1beta";
    /** What stands before a model's name where it is the name of a resource. */
    static final String MODEL_PREFIX = "models/";
    /** The member of a part by which a model knows its thoughts again. */
    static final String SIGNATURE = "thoughtSignature";

    private static final String PREFIX = "/genai";
    private static final List<String> VERSIONS = List.of(NEWEST, "/v1");
    private static final String MODEL = "model";
    private static final String REST = "{" + MODEL + "...}";
    private static final List<Endpoint> ENDPOINTS = List.copyOf(all());
    /** A blank line, which is nothing in a stream of events and in an array; Google's SDK for Python takes no comments. */
    private static final Optional<Bytes> KEEP_ALIVE = Optional.of(Bytes.utf8("\n"));

    private final ErrorReader errors;

    /** The dialect by the system's clock. */
    @Activate
    public Gemini() {
        this(InstantSource.system());
    }

    Gemini(InstantSource clock) {
        this.errors = new ErrorReader(clock);
    }

    private static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        for (String prefix : List.of("", PREFIX)) {
            for (String version : VERSIONS) {
                String base = prefix + version;
                for (Action action : Action.values()) {
                    all.add(Endpoint.post(base + "/" + REST + ":" + action.word(), action.operation()));
                }
                all.add(Endpoint.get(base + "/models", Operation.MODELS));
                all.add(Endpoint.get(base + "/models/" + REST, Operation.MODEL));
            }
        }
        return all;
    }

    /** The extras of this dialect that nobody has written yet. */
    static Extras extras(List<Extra> extras) {
        return new Extras(NAME, extras);
    }

    /** An extra of this dialect. */
    static Extra extra(String name, String json) {
        return Extras.of(NAME, name, json);
    }

    /** A model's name by itself. */
    static String withoutPrefix(String name) {
        return name.startsWith(MODEL_PREFIX) ? name.substring(MODEL_PREFIX.length()) : name;
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
        return headers.first("x-goog-api-key").map(String::strip).filter(key -> !key.isEmpty())
                .or(() -> Query.key(query))
                .or(() -> BearerToken.of(headers));
    }

    @Override
    public WireRequest scan(RawRequest raw) {
        Operation operation = raw.endpoint().operation();
        String path = raw.endpoint().path();
        String below = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
        String version = below.substring(0, below.indexOf('/', 1));
        String model = withoutPrefix(raw.pathParameters().getOrDefault(MODEL, ""));
        WireRequest.Builder request = WireRequest.builder(NAME, operation)
                .method(raw.endpoint().method())
                .query(Query.withoutCredentials(raw.query()))
                .headers(raw.headers());
        Optional<Action> action =
                Arrays.stream(Action.values()).filter(each -> each.endsPath(path)).findFirst();
        if (action.isEmpty()) {
            return request.path(below.replace(REST, "{" + MODEL + "}")).model(model).build();
        }
        if (model.isEmpty()) {
            throw REQUEST.member(MODEL).missing();
        }
        request.path(action.get().path(version)).stream(action.get() == Action.STREAM);
        return RequestScan.scan(request, operation, model, raw.body());
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
        return Bytes.utf8(ChunkFraming.event(ErrorWriter.json(error)));
    }

    @Override
    public Optional<Bytes> keepAlive() {
        return KEEP_ALIVE;
    }

    @Override
    public ChatRequest readRequest(WireRequest request) {
        return ChatRequests.read(request);
    }

    @Override
    public void checkPortable(ChatRequest request) {
        ChatRequests.checkPortable(request);
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
        return new ChunkDecoder(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new ChunkEncoder(ChunkFraming.of(request.query()));
    }

    @Override
    public EmbeddingRequest readEmbeddingRequest(WireRequest request) {
        return Embeddings.readRequest(request);
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
        return Embeddings.writeResponse(response, request);
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
