package io.patchbay.dialect.bedrock.internal;

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
import io.patchbay.api.model.Extra;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.Place;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The dialect {@code bedrock-converse}: Converse and ConverseStream of Amazon Bedrock's API reference; InvokeModel,
 * with and without a stream, is passed through only.
 */
@Component(service = Dialect.class)
public final class BedrockConverse implements Dialect, ChatCodec {
    static final String NAME = "bedrock-converse";
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    /** A model's own request, of which nothing is known here. */
    static final Operation INVOKE = new Operation("invoke");
    static final String CONVERSE = "/converse";
    static final String CONVERSE_STREAM = "/converse-stream";
    /** The path of every request, but for its end. */
    static final String MODEL_PATH = "/model/{model}";

    private static final String INVOKE_WHOLE = "/invoke";
    private static final String INVOKE_STREAM = "/invoke-with-response-stream";
    private static final String MODEL = "model";
    private static final List<Endpoint> ENDPOINTS = allEndpoints();

    private final ErrorReader errors;

    /** The dialect by the system's clock. */
    @Activate
    public BedrockConverse() {
        this(InstantSource.system());
    }

    BedrockConverse(InstantSource clock) {
        this.errors = new ErrorReader(clock);
    }

    private static List<Endpoint> allEndpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String prefix : List.of("", "/bedrock")) {
            for (String end : List.of(CONVERSE, CONVERSE_STREAM)) {
                endpoints.add(Endpoint.post(prefix + MODEL_PATH + end, Operation.CHAT));
            }
            for (String end : List.of(INVOKE_WHOLE, INVOKE_STREAM)) {
                endpoints.add(Endpoint.post(prefix + MODEL_PATH + end, INVOKE));
            }
        }
        return List.copyOf(endpoints);
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
        return headers.first("authorization").flatMap(ClientTokens::read);
    }

    @Override
    public WireRequest scan(RawRequest raw) {
        String template = raw.endpoint().path();
        String path = template.substring(template.indexOf(MODEL_PATH));
        Operation operation = raw.endpoint().operation();
        if (operation.equals(Operation.CHAT)) {
            BodyScan.check(raw.body());
        }
        return WireRequest.builder(NAME, operation)
                .method(raw.endpoint().method())
                .path(path)
                .query(raw.query())
                .headers(raw.headers())
                .body(raw.body())
                .model(raw.pathParameters().getOrDefault(MODEL, ""))
                .stream(path.endsWith(CONVERSE_STREAM) || path.endsWith(INVOKE_STREAM))
                .build();
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        return request.operation().equals(INVOKE) ? new InvokeScanner(errors) : new AnswerScanner(errors);
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
        return ErrorWriter.message(error);
    }

    @Override
    public ChatRequest readRequest(WireRequest request) {
        return ChatRequests.read(request);
    }

    @Override
    public WireRequest writeRequest(ChatRequest request) {
        return ChatRequests.write(request);
    }

    @Override
    public ChatResponse readResponse(Bytes body) {
        return ChatResponses.read(body);
    }

    @Override
    public Bytes writeResponse(ChatResponse response) {
        return ChatResponses.write(response);
    }

    @Override
    public FrameDecoder decoder() {
        return new EventDecoder(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new MessageEncoder();
    }
}
