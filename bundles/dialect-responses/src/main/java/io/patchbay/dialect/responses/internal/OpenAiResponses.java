package io.patchbay.dialect.responses.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
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
import io.patchbay.dialect.json.BearerToken;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.OpenAiRoots;
import io.patchbay.dialect.json.Place;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The dialect {@code openai-responses}: responses in OpenAI's API reference, as OpenAI and the vendors that speak like it
 * have them.
 */
@Component(service = Dialect.class)
public final class OpenAiResponses implements Dialect, ChatCodec {
    static final String NAME = "openai-responses";
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    static final String PATH = "/responses";

    /** What a provider has stored of its answers. */
    private static final Operation STORED = new Operation("stored-responses");
    private static final String STORED_PATH = PATH + "/{id}";
    private static final List<Endpoint> ENDPOINTS = OpenAiRoots.of(List.of(
            Endpoint.post(PATH, Operation.CHAT),
            Endpoint.get(STORED_PATH, STORED),
            new Endpoint("DELETE", STORED_PATH, STORED),
            Endpoint.post(STORED_PATH + "/cancel", STORED),
            Endpoint.get(STORED_PATH + "/input_items", STORED)));
    private static final Pattern WANTS_STREAM = Pattern.compile("(^|&)stream=true(&|$)");
    private static final Optional<Bytes> KEEP_ALIVE = Optional.of(Bytes.utf8(": keep-alive\n\n"));

    private final InstantSource clock;
    private final ErrorReader errors;

    /** The dialect by the system's clock. */
    @Activate
    public OpenAiResponses() {
        this(InstantSource.system());
    }

    OpenAiResponses(InstantSource clock) {
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
        WireRequest.Builder request = WireRequest.builder(NAME, raw.endpoint().operation())
                .method(raw.endpoint().method())
                .path(OpenAiRoots.path(raw))
                .query(raw.query())
                .headers(raw.headers());
        return raw.endpoint().operation().equals(STORED)
                ? request.surface(true).body(raw.body()).stream(WANTS_STREAM.matcher(raw.query()).find()).build()
                : new BodyScan().scan(request, raw.body());
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        // What is stored tells of usage and errors that are not this request's.
        return request.operation().equals(STORED) ? _ -> Glimpse.CONTENT : new AnswerScanner(errors);
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
        return Bytes.utf8(ErrorWriter.event(error, 0));
    }

    @Override
    public Optional<Bytes> keepAlive() {
        return KEEP_ALIVE;
    }

    @Override
    public ChatRequest readRequest(WireRequest request) {
        return RequestReader.read(request.body());
    }

    @Override
    public void checkPortable(ChatRequest request) {
        Portability.check(request);
    }

    @Override
    public WireRequest writeRequest(ChatRequest request) {
        return RequestWriter.write(request);
    }

    @Override
    public ChatResponse readResponse(Bytes body) {
        return ResponseReader.read(body, errors);
    }

    @Override
    public Bytes writeResponse(ChatResponse response) {
        return ResponseWriter.write(response, clock);
    }

    @Override
    public FrameDecoder decoder() {
        return new StreamReader(errors);
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new StreamWriter(clock);
    }
}
