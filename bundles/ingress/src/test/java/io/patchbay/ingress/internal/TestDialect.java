package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.List;
import java.util.Optional;

/**
 * A small dialect: a body that begins with "bad" is wrong, one of "sound" wants no events, and errors name the dialect.
 */
class TestDialect implements Dialect {
    static final Endpoint CHAT = Endpoint.post("/v1/chat/completions", Operation.CHAT);
    static final String COMMENT = ": alive\n\n";

    private final String name;
    private final List<Endpoint> endpoints;

    TestDialect() {
        this("test", CHAT, Endpoint.get("/v1/models", Operation.MODELS),
                Endpoint.get("/v1/models/{id...}", Operation.MODEL));
    }

    TestDialect(String name, Endpoint... endpoints) {
        this.name = name;
        this.endpoints = List.of(endpoints);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public Optional<String> token(Headers headers, String query) {
        return headers.first("authorization").map(value -> value.substring("Bearer ".length()));
    }

    @Override
    public WireRequest scan(RawRequest raw) {
        if (raw.body().utf8().startsWith("bad")) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The body is bad.");
        }
        return WireRequest.builder(name, raw.endpoint().operation()).method(raw.endpoint().method())
                .path(raw.endpoint().path()).query(raw.query()).headers(raw.headers()).body(raw.body())
                .model(raw.pathParameters().getOrDefault("id", "m")).stream(!raw.body().utf8().equals("sound")).build();
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        return _ -> Glimpse.CONTENT;
    }

    @Override
    public GatewayException readError(int status, Headers headers, Bytes body) {
        return new GatewayException(ErrorKind.OTHER, body.utf8()).withUpstreamStatus(status);
    }

    @Override
    public Answer writeError(GatewayException error) {
        return Answer.whole(error.status(), Headers.of("content-type", "application/json"),
                Bytes.utf8("{\"" + name + "_error\":\"" + error.publicMessage() + "\"}"));
    }

    @Override
    public Bytes writeStreamError(GatewayException error) {
        return Bytes.utf8("data: {\"error\":\"" + error.publicMessage() + "\"}\n\n");
    }

    @Override
    public Optional<Bytes> keepAlive() {
        return Optional.of(Bytes.utf8(COMMENT));
    }
}
