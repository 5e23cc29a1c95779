package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
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
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.Place;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The dialect {@code anthropic-messages}: messages, token counts and the model list of Anthropic's API reference, as
 * Anthropic and the vendors that speak like it have them.
 */
@Component(service = Dialect.class)
public final class AnthropicMessages implements Dialect, ChatCodec, ModelsCodec {
    static final String NAME = "anthropic-messages";
    /** Count the tokens of a request for a chat. */
    static final Operation COUNT_TOKENS = new Operation("count-tokens");
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    static final String MESSAGES_PATH = "/messages";

    private static final String COUNT_TOKENS_PATH = MESSAGES_PATH + "/count_tokens";
    private static final String MODELS_PATH = "/models";
    private static final String MODEL_ID = "id";
    private static final String ROOT = "/v1";
    private static final String PREFIXED_ROOT = "/anthropic/v1";
    private static final List<Endpoint> ENDPOINTS = Stream.of(ROOT, PREFIXED_ROOT).flatMap(root -> Stream.of(
            Endpoint.post(root + MESSAGES_PATH, Operation.CHAT),
            Endpoint.post(root + COUNT_TOKENS_PATH, COUNT_TOKENS),
            Endpoint.get(root + MODELS_PATH, Operation.MODELS),
            Endpoint.get(root + MODELS_PATH + "/{" + MODEL_ID + "...}", Operation.MODEL))).toList();
    private static final String BEARER = "Bearer ";
    private static final Optional<Bytes> TERMINATOR =
            Optional.of(Bytes.utf8("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
    private static final Optional<Bytes> KEEP_ALIVE = Optional.of(Bytes.utf8(": keep-alive\n\n"));

    private final ErrorReader errors;

    /** The dialect by the system's clock. */
    @Activate
    public AnthropicMessages() {
        this(InstantSource.system());
    }

    AnthropicMessages(InstantSource clock) {
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
        return headers.first("x-api-key")
                .or(() -> headers.first("authorization")
                        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(value -> value.substring(BEARER.length())))
                .map(String::strip)
                .filter(token -> !token.isEmpty());
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
        String path = operation.equals(COUNT_TOKENS) ? COUNT_TOKENS_PATH : MESSAGES_PATH;
        return new BodyScan().scan(request.path(path), raw.body());
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
    public Optional<Bytes> terminator() {
        return TERMINATOR;
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
        return new MessageDecoder(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new MessageEncoder();
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
