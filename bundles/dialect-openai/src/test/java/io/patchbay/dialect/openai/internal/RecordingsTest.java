package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.accumulate;
import static io.patchbay.dialect.openai.internal.Fixtures.decode;
import static io.patchbay.dialect.openai.internal.Fixtures.encode;
import static io.patchbay.dialect.openai.internal.Fixtures.frames;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static io.patchbay.dialect.openai.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.openai.internal.Recordings.Exchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    private static final String CHAT = "/chat/completions";
    private static final String EMBEDDINGS = "/embeddings";
    private static final String ASKED_FOR_USAGE = "{\"stream_options\":{\"include_usage\":true}}";

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
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, Bytes.utf8(exchange.request())));
            if (json(exchange.request()).path("temperature").isTextual()) {
                assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readRequest(request))
                        .satisfies(error -> assertThat(error.param()).hasValue("temperature"));
                continue;
            }
            WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(request));

            assertThat(json(written.body())).as(exchange.source()).isEqualTo(json(exchange.request()));
            assertThat(written.dropped()).as(exchange.source()).isEmpty();
            ObjectNode renamed = (ObjectNode) json(exchange.request());
            renamed.put("model", "other");
            assertThat(json(written.withModel("other").body())).as(exchange.source()).isEqualTo(renamed);
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
                    JsonNode choice = json(frame.data()).path("choices").path(0);
                    if (choice.path("index").asInt() == 0) {
                        text.append(textOf(choice.path("delta").path("content")));
                        choice.path("delta").path("tool_calls").forEach(
                                call -> arguments.append(textOf(call.path("function").path("arguments"))));
                    }
                }
            }
            assertThat(response.text()).as(exchange.source()).isEqualTo(text.toString());
            StringBuilder called = new StringBuilder();
            response.candidates().getFirst().parts().forEach(part -> {
                if (part instanceof Part.ToolCall call) {
                    called.append(call.arguments().text());
                }
            });
            assertThat(called).as(exchange.source()).hasToString(arguments.toString());
            assertUsage(exchange, Optional.of(response.usage()).filter(usage -> !usage.equals(Usage.NONE)));
        }
    }

    @Test
    void everyStreamIsTheSameAfterWritingAndReadingItAgain() {
        for (Exchange exchange : good(CHAT)) {
            List<ChatEvent> events = decode(exchange.frames());
            ChatResponse before = accumulate(events);
            ChatResponse after = accumulate(decode(frames(encode(ASKED_FOR_USAGE, events))));

            if (exchange.streamed()) {
                assertThat(sorted(after)).as(exchange.source()).isEqualTo(sorted(before));
            } else {
                assertThat(plain(after)).as(exchange.source()).isEqualTo(plain(before));
            }
        }
    }

    @Test
    void aStreamWrittenAnewSaysNoLessThanTheOneThatCame() {
        for (Exchange exchange : good(CHAT)) {
            if (exchange.streamed()) {
                String stream = encode(ASKED_FOR_USAGE, decode(exchange.frames()));

                assertThat(details(stream)).as(exchange.source()).isEqualTo(details(exchange.response()));
            }
        }
    }

    /** All that a stream's deltas say beside text, of the first candidate, in order. */
    private static List<JsonNode> details(String stream) {
        List<JsonNode> details = new ArrayList<>();
        for (JsonNode chunk : Fixtures.chunks(stream)) {
            JsonNode choice = chunk.path("choices").path(0);
            for (JsonNode member : List.of(choice.path("delta").path("reasoning_details"), choice.path("logprobs"),
                    choice.path("native_finish_reason"))) {
                if (!member.isMissingNode() && !member.isNull()) {
                    details.add(member);
                }
            }
        }
        return details;
    }

    /** A response without what depends on whether it is a stream. */
    private static ChatResponse plain(ChatResponse response) {
        List<Candidate> candidates = response.candidates().stream()
                .map(candidate -> new Candidate(
                        candidate.parts().stream().map(part -> part.withExtras(List.of())).toList(),
                        candidate.finish(), List.of()))
                .toList();
        return new ChatResponse(response.id(), response.model(), candidates,
                Usage.of(response.usage().inputTokens(), response.usage().outputTokens()), List.of());
    }

    private static ChatResponse sorted(ChatResponse response) {
        List<Extra> extras = response.extras().stream().sorted(Comparator.comparing(Extra::name)).toList();
        return new ChatResponse(response.id(), response.model(), response.candidates(), response.usage(), extras);
    }

    private static String textOf(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
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
            usage = glimpse.usage().isPresent() ? glimpse.usage() : usage;
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
            response.put("created", (int) Fixtures.NOW.getEpochSecond());
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
