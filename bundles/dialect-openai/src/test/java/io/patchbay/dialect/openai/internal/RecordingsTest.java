package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.accumulate;
import static io.patchbay.dialect.openai.internal.Fixtures.decode;
import static io.patchbay.dialect.openai.internal.Fixtures.encode;
import static io.patchbay.dialect.openai.internal.Fixtures.frames;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static io.patchbay.dialect.openai.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.openai.internal.Recordings.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    private static final String CHAT = "/chat/completions";
    private static final String EMBEDDINGS = "/embeddings";

    @Test
    void everyRequestIsScannedAndItsModelReplacedInPlace() {
        for (String path : List.of(CHAT, EMBEDDINGS)) {
            Operation operation = path.equals(CHAT) ? Operation.CHAT : Operation.EMBEDDINGS;
            for (Exchange exchange : Recordings.ofPath(path)) {
                JsonNode body = json(exchange.request());
                WireRequest request = DIALECT.scan(raw(operation, Bytes.utf8(exchange.request())));

                assertThat(request.model()).as(exchange.source()).isEqualTo(body.path("model").asText());
                assertThat(request.stream()).as(exchange.source()).isEqualTo(body.path("stream").asBoolean());
                ((ObjectNode) body).put("model", "lab/é\"");
                assertThat(json(request.withModel("lab/é\"").body())).as(exchange.source()).isEqualTo(body);
            }
        }
    }

    @Test
    void everyGoodAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        for (Exchange exchange : good(CHAT)) {
            Scanned scanned = scan(Operation.CHAT, exchange);

            assertThat(scanned.finished).as(exchange.source()).isTrue();
            assertThat(scanned.useful || exchange.response().contains("\"finish_reason\":\"length\""))
                    .as(exchange.source()).isTrue();
            assertUsage(exchange, scanned.usage);
        }
        for (Exchange exchange : good(EMBEDDINGS)) {
            assertUsage(exchange, scan(Operation.EMBEDDINGS, exchange).usage);
        }
    }

    @Test
    void everyErrorIsReadWithItsText() {
        List<Exchange> bad = new ArrayList<>(Recordings.ofPath(CHAT));
        bad.addAll(Recordings.ofPath(EMBEDDINGS));
        bad.addAll(Recordings.ofPath("/models"));
        bad.removeIf(exchange -> exchange.status() < 400);
        for (Exchange exchange : bad) {
            GatewayException error =
                    DIALECT.readError(exchange.status(), exchange.headers(), Bytes.utf8(exchange.response()));

            assertThat(exchange.response()).as(exchange.source())
                    .contains(JsonWriter.quoted(error.message()));
            assertThat(error.upstreamStatus()).hasValue(exchange.status());
            ErrorKind kind = switch (exchange.status()) {
                case 401, 403 -> ErrorKind.KEY_REFUSED;
                case 404 -> ErrorKind.MODEL_NOT_FOUND;
                case 500, 501 -> ErrorKind.UPSTREAM;
                default -> error.kind();
            };
            assertThat(error.kind()).as(exchange.source()).isEqualTo(kind);
        }
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        for (Exchange exchange : Recordings.ofPath(CHAT)) {
            if (exchange.source().contains("malformed_request_field")) {
                continue;
            }
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, Bytes.utf8(exchange.request())));
            WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(request));

            assertThat(json(written.body())).as(exchange.source()).isEqualTo(json(exchange.request()));
            assertThat(written.dropped()).isEmpty();
            assertThat(written.withModel("x").body())
                    .isEqualTo(request.withModel("x").body().equals(written.withModel("x").body())
                            ? request.withModel("x").body()
                            : DIALECT.writeRequest(DIALECT.readRequest(request.withModel("x"))).body());
        }
    }

    @Test
    void everyWholeAnswerComesOutAsItWentInButForWhatOpenAiRequires() {
        for (Exchange exchange : good(CHAT)) {
            if (exchange.streamed()) {
                continue;
            }
            JsonNode written = json(DIALECT.writeResponse(DIALECT.readResponse(Bytes.utf8(exchange.response()))));

            assertThat(written).as(exchange.source()).isEqualTo(normalised((ObjectNode) json(exchange.response())));
        }
    }

    @Test
    void everyStreamAddsUpToWhatItsChunksSay() {
        for (Exchange exchange : good(CHAT)) {
            if (!exchange.streamed()) {
                continue;
            }
            ChatResponse response = accumulate(decode(exchange.frames()));

            StringBuilder text = new StringBuilder();
            StringBuilder arguments = new StringBuilder();
            for (Frame frame : exchange.frames()) {
                if (frame.data().utf8().startsWith("{")) {
                    JsonNode delta = json(frame.data()).path("choices").path(0).path("delta");
                    text.append(delta.path("content").asText(""));
                    delta.path("tool_calls").forEach(
                            call -> arguments.append(call.path("function").path("arguments").asText("")));
                }
            }
            assertThat(response.text()).as(exchange.source()).isEqualTo(text.toString().replace("null", ""));
            StringBuilder said = new StringBuilder();
            response.candidates().getFirst().parts().forEach(part -> {
                if (part instanceof Part.ToolCall call) {
                    said.append(call.arguments().text());
                }
            });
            assertThat(said).as(exchange.source()).hasToString(arguments.toString());
            assertUsage(exchange, Optional.of(response.usage()).filter(usage -> !usage.equals(Usage.NONE)));
        }
    }

    @Test
    void everyStreamIsTheSameAfterWritingAndReadingItAgain() {
        for (Exchange exchange : good(CHAT)) {
            List<ChatEvent> events = decode(exchange.frames());
            String stream = encode("{\"stream_options\":{\"include_usage\":true}}", events);

            assertThat(accumulate(decode(frames(stream)))).as(exchange.source()).isEqualTo(accumulate(events));
        }
    }

    private static List<Exchange> good(String path) {
        return Recordings.ofPath(path).stream().filter(exchange -> exchange.status() < 300).toList();
    }

    /** What scanning all frames of an answer saw. */
    private record Scanned(boolean useful, boolean finished, Optional<Usage> usage) {}

    private static Scanned scan(Operation operation, Exchange exchange) {
        FrameScanner scanner = DIALECT.scanner(WireRequest.builder(OpenAiChat.NAME, operation).build());
        boolean useful = false;
        boolean finished = false;
        Optional<Usage> usage = Optional.empty();
        for (Frame frame : exchange.frames()) {
            Glimpse glimpse = scanner.scan(frame);
            assertThat(glimpse.error()).as(exchange.source()).isEmpty();
            useful |= glimpse.useful();
            finished |= glimpse.finish().isPresent();
            usage = glimpse.usage().or(() -> Optional.empty()).isPresent() ? glimpse.usage() : usage;
        }
        return new Scanned(useful, finished, usage);
    }

    private static void assertUsage(Exchange exchange, Optional<Usage> usage) {
        JsonNode expected = json("null");
        for (Frame frame : exchange.frames()) {
            if (frame.data().utf8().startsWith("{")) {
                JsonNode said = json(frame.data()).path("usage");
                expected = said.isObject() ? said : expected;
            }
        }
        if (!expected.isObject()) {
            assertThat(usage).as(exchange.source()).isEmpty();
            return;
        }
        Usage counted = usage.orElseThrow();
        assertThat(counted.inputTokens()).as(exchange.source()).isEqualTo(expected.path("prompt_tokens").asLong());
        assertThat(counted.outputTokens()).as(exchange.source()).isEqualTo(expected.path("completion_tokens").asLong());
        long cached = expected.path("prompt_tokens_details").path("cached_tokens")
                .asLong(expected.path("prompt_cache_hit_tokens").asLong());
        assertThat(counted.cacheReadTokens()).as(exchange.source())
                .isEqualTo(cached > 0 ? cached : expected.path("cache_read_input_tokens").asLong());
        assertThat(counted.reasoningTokens()).as(exchange.source()).isEqualTo(expected.path("completion_tokens_details")
                .path("reasoning_tokens").asLong(expected.path("reasoning_tokens").asLong()));
    }

    /** The documented changes: members that OpenAI's schema requires are added where a vendor leaves them out. */
    private static JsonNode normalised(ObjectNode response) {
        if (!response.has("object")) {
            response.put("object", "chat.completion");
        }
        if (!response.has("created")) {
            response.put("created", Fixtures.NOW.getEpochSecond());
        }
        response.path("choices").forEach(choice -> {
            if (!choice.has("logprobs")) {
                ((ObjectNode) choice).putNull("logprobs");
            }
            ObjectNode message = (ObjectNode) choice.path("message");
            for (String name : List.of("content", "refusal")) {
                if (!message.has(name)) {
                    message.putNull(name);
                }
            }
        });
        return response;
    }
}
