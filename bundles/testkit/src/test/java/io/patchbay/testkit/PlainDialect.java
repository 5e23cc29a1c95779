package io.patchbay.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The smallest dialect: a text, and whether it is the last; with defects on demand. */
class PlainDialect implements Dialect {
    static final Endpoint CHAT = Endpoint.post("/plain", Operation.CHAT);
    private final ObjectMapper json = new ObjectMapper();

    PlainDialect() {
        json.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build());
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(CHAT);
    }

    @Override
    public Optional<String> token(Headers headers, String query) {
        return headers.first("x-token");
    }

    @Override
    public WireRequest scan(RawRequest raw) {
        JsonNode body = read(raw.body()).orElseThrow(() -> wrong("The body is no JSON."));
        String model = body.path("model").asText();
        int at = raw.body().indexOf(Bytes.utf8("\"model\":\""), 0) + 9;
        int end = at < 9 ? -1 : endOfString(raw.body(), at);
        if (end < 0 || model.isEmpty()) {
            throw wrong("The model is missing.");
        }
        return WireRequest.builder(name(), Operation.CHAT).path("/plain").headers(raw.headers()).body(raw.body())
                .model(model).modelAt(at, end).stream(body.path("stream").asBoolean()).build();
    }

    private static int endOfString(Bytes body, int from) {
        for (int at = from; at < body.size(); at++) {
            if (body.at(at) == '"') {
                return at;
            }
            at += body.at(at) == '\\' ? 1 : 0;
        }
        return -1;
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        return frame -> {
            if (frame.data().isEmpty()) {
                return Glimpse.NOTHING;
            }
            Optional<JsonNode> read = read(frame.data());
            if (read.isEmpty() || !read.get().has("text")) {
                return Glimpse.of(new GatewayException(ErrorKind.UPSTREAM, "The answer is malformed."));
            }
            boolean done = read.get().path("done").asBoolean();
            return new Glimpse(true, done ? Optional.of(FinishReason.STOP) : Optional.empty(),
                    Optional.of(Usage.NONE), Optional.empty(), done);
        };
    }

    @Override
    public GatewayException readError(int status, Headers headers, Bytes body) {
        String text = read(body).map(tree -> tree.path("error").asText()).orElse("");
        GatewayException error = new GatewayException(status == 503 ? ErrorKind.OVERLOADED : ErrorKind.OTHER,
                text.isBlank() ? "Status " + status + "." : text).withUpstreamStatus(status);
        return headers.first("retry-after").map(wait -> error.withRetryAfter(Duration.ofSeconds(Long.parseLong(wait))))
                .orElse(error);
    }

    @Override
    public Answer writeError(GatewayException error) {
        return Answer.whole(error.status(), Headers.of("content-type", "application/json"), body(error));
    }

    @Override
    public Bytes writeStreamError(GatewayException error) {
        return OpenAiChat.event(body(error).utf8());
    }

    Bytes body(GatewayException error) {
        return Bytes.utf8(json.createObjectNode().put("error", error.publicMessage()).toString());
    }

    private Optional<JsonNode> read(Bytes bytes) {
        try {
            return Optional.of(json.readTree(bytes.utf8()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static GatewayException wrong(String message) {
        return new GatewayException(ErrorKind.INVALID_REQUEST, message);
    }
}
