package io.patchbay.dialect.responses.internal;

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
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The dialect {@code openai-responses}: the creation of responses in OpenAI's API reference, as OpenAI and the vendors
 * that speak like it have it.
 */
@Component(service = Dialect.class)
public final class OpenAiResponses implements Dialect, ChatCodec {
    static final String NAME = "openai-responses";
    /** The root of a client's request. */
    static final Place REQUEST = Place.request(NAME);
    /** The root of an upstream's answer. */
    static final Place ANSWER = Place.answer(NAME);
    static final String PATH = "/responses";

    private static final List<Endpoint> ENDPOINTS = List.of(
            Endpoint.post("/v1" + PATH, Operation.CHAT),
            Endpoint.post("/openai/v1" + PATH, Operation.CHAT));
    private static final String BEARER = "Bearer ";
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
        return headers.first("authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .filter(token -> !token.isEmpty());
    }

    @Override
    public WireRequest scan(RawRequest raw) {
        return RequestScan.scan(WireRequest.builder(NAME, raw.endpoint().operation())
                .method(raw.endpoint().method())
                .path(PATH)
                .query(raw.query())
                .headers(raw.headers()), raw.body());
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        return new AnswerScanner(errors);
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
