package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.accumulate;
import static io.patchbay.dialect.openai.internal.Fixtures.decode;
import static io.patchbay.dialect.openai.internal.Fixtures.encode;
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
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import io.patchbay.testkit.ServerSentEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    private static final List<String> VENDORS =
            List.of("copilot", "deepseek", "doubleword", "groq", "llamacpp", "mistral",
                    "mistralrs", "ollama", "openai", "openrouter", "perplexity", "venice", "xai");
    private static final String CHAT = "/chat/completions";
    private static final String EMBEDDINGS = "/embeddings";
    private static final String ASKED_FOR_USAGE = "{\"stream_options\":{\"include_usage\":true}}";

    @Test
    void everyRequestIsScannedAndItsModelReplacedInPlace() {
        for (String path : List.of(CHAT, EMBEDDINGS)) {
            Operation operation = path.equals(CHAT) ? Operation.CHAT : Operation.EMBEDDINGS;
            for (Recording recording : ofPath(path)) {
                JsonNode body = json(recording.request());
                WireRequest request = DIALECT.scan(raw(operation, recording.request()));

                assertThat(request.model()).as(recording.name()).isEqualTo(body.path("model").asText());
                assertThat(request.stream()).as(recording.name()).isEqualTo(body.path("stream").asBoolean());
                ((ObjectNode) body).put("model", "lab/é\"");
                assertThat(json(request.withModel("lab/é\"").body())).as(recording.name()).isEqualTo(body);
            }
        }
    }

    @Test
    void everyGoodAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        for (Recording recording : good(CHAT)) {
            Scanned scanned = scan(Operation.CHAT, recording);

            assertThat(scanned.finished).as(recording.name()).isTrue();
            assertThat(scanned.useful || recording.answer().utf8().contains("\"finish_reason\":\"length\""))
                    .as(recording.name()).isTrue();
            assertUsage(recording, scanned.usage);
        }
        for (Recording recording : good(EMBEDDINGS)) {
            assertUsage(recording, scan(Operation.EMBEDDINGS, recording).usage);
        }
    }

    @Test
    void everyErrorIsReadWithItsText() {
        List<Recording> bad = new ArrayList<>(ofPath(CHAT));
        bad.addAll(ofPath(EMBEDDINGS));
        bad.addAll(ofPath("/models"));
        bad.removeIf(recording -> recording.status() < 400);
        for (Recording recording : bad) {
            GatewayException error =
                    DIALECT.readError(recording.status(), recording.answerHeaders(), recording.answer());

            assertThat(recording.answer().utf8()).as(recording.name())
                    .contains(JsonWriter.quoted(error.message()));
            assertThat(error.upstreamStatus()).hasValue(recording.status());
            ErrorKind kind = switch (recording.status()) {
                case 401, 403 -> ErrorKind.KEY_REFUSED;
                case 404 -> ErrorKind.MODEL_NOT_FOUND;
                case 500, 501 -> ErrorKind.UPSTREAM;
                default -> error.kind();
            };
            assertThat(error.kind()).as(recording.name()).isEqualTo(kind);
        }
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        for (Recording recording : ofPath(CHAT)) {
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, recording.request()));
            if (json(recording.request()).path("temperature").isTextual()) {
                assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readRequest(request))
                        .satisfies(error -> assertThat(error.param()).hasValue("temperature"));
                continue;
            }
            WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(request));

            assertThat(json(written.body())).as(recording.name()).isEqualTo(json(recording.request()));
            assertThat(written.dropped()).as(recording.name()).isEmpty();
            ObjectNode renamed = (ObjectNode) json(recording.request());
            renamed.put("model", "other");
            assertThat(json(written.withModel("other").body())).as(recording.name()).isEqualTo(renamed);
        }
    }

    @Test
    void everyWholeAnswerComesOutAsItWentInButForWhatOpenAiRequires() {
        for (Recording recording : good(CHAT)) {
            if (recording.streamed()) {
                continue;
            }
            JsonNode written = json(DIALECT.writeResponse(DIALECT.readResponse(recording.answer())));

            assertThat(written).as(recording.name()).isEqualTo(normalised((ObjectNode) json(recording.answer())));
        }
    }

    @Test
    void everyStreamAddsUpToWhatItsChunksSay() {
        for (Recording recording : good(CHAT)) {
            if (!recording.streamed()) {
                continue;
            }
            ChatResponse response = accumulate(decode(frames(recording)));

            StringBuilder text = new StringBuilder();
            StringBuilder arguments = new StringBuilder();
            for (Frame frame : frames(recording)) {
                if (frame.data().utf8().startsWith("{")) {
                    JsonNode choice = json(frame.data()).path("choices").path(0);
                    if (choice.path("index").asInt() == 0) {
                        text.append(textOf(choice.path("delta").path("content")));
                        choice.path("delta").path("tool_calls").forEach(
                                call -> arguments.append(textOf(call.path("function").path("arguments"))));
                    }
                }
            }
            assertThat(response.text()).as(recording.name()).isEqualTo(text.toString());
            StringBuilder called = new StringBuilder();
            response.candidates().getFirst().parts().forEach(part -> {
                if (part instanceof Part.ToolCall call) {
                    called.append(call.arguments().text());
                }
            });
            assertThat(called).as(recording.name()).hasToString(arguments.toString());
            assertUsage(recording, Optional.of(response.usage()).filter(usage -> !usage.equals(Usage.NONE)));
        }
    }

    @Test
    void everyStreamIsTheSameAfterWritingAndReadingItAgain() {
        for (Recording recording : good(CHAT)) {
            List<ChatEvent> events = decode(frames(recording));
            ChatResponse before = accumulate(events);
            ChatResponse after = accumulate(decode(Fixtures.frames(encode(ASKED_FOR_USAGE, events))));

            if (recording.streamed()) {
                assertThat(sorted(after)).as(recording.name()).isEqualTo(sorted(before));
            } else {
                assertThat(plain(after)).as(recording.name()).isEqualTo(plain(before));
            }
        }
    }

    @Test
    void aStreamWrittenAnewSaysNoLessThanTheOneThatCame() {
        for (Recording recording : good(CHAT)) {
            if (recording.streamed()) {
                String stream = encode(ASKED_FOR_USAGE, decode(frames(recording)));

                assertThat(details(stream)).as(recording.name()).isEqualTo(details(recording.answer().utf8()));
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

    private static List<Recording> ofPath(String end) {
        return recordings().filter(recording -> recording.path().endsWith(end)).toList();
    }

    private static Stream<Recording> recordings() {
        Recordings recordings = Recordings.open();
        return VENDORS.stream().flatMap(vendor -> recordings.of("rig/" + vendor).stream());
    }

    /** The answer's frames, as a transport would cut them. */
    private static List<Frame> frames(Recording recording) {
        return recording.streamed()
                ? ServerSentEvents.frames(recording.answer())
                : List.of(Frame.of(recording.answer()));
    }

    private static List<Recording> good(String path) {
        return ofPath(path).stream().filter(recording -> recording.status() < 300).toList();
    }

    /** What scanning all frames of an answer saw. */
    private record Scanned(boolean useful, boolean finished, Optional<Usage> usage) {}

    private static Scanned scan(Operation operation, Recording recording) {
        FrameScanner scanner = DIALECT.scanner(WireRequest.builder(OpenAiChat.NAME, operation).build());
        boolean useful = false;
        boolean finished = false;
        Optional<Usage> usage = Optional.empty();
        for (Frame frame : frames(recording)) {
            Glimpse glimpse = scanner.scan(frame);
            assertThat(glimpse.error()).as(recording.name()).isEmpty();
            useful |= glimpse.useful();
            finished |= glimpse.finish().isPresent();
            usage = glimpse.usage().isPresent() ? glimpse.usage() : usage;
        }
        return new Scanned(useful, finished, usage);
    }

    private static void assertUsage(Recording recording, Optional<Usage> usage) {
        JsonNode expected = json("null");
        for (Frame frame : frames(recording)) {
            if (frame.data().utf8().startsWith("{")) {
                JsonNode said = json(frame.data()).path("usage");
                expected = said.isObject() ? said : expected;
            }
        }
        if (!expected.isObject()) {
            assertThat(usage).as(recording.name()).isEmpty();
            return;
        }
        Usage counted = usage.orElseThrow();
        assertThat(counted.inputTokens()).as(recording.name()).isEqualTo(expected.path("prompt_tokens").asLong());
        assertThat(counted.outputTokens()).as(recording.name()).isEqualTo(expected.path("completion_tokens").asLong());
        long cached = expected.path("prompt_tokens_details").path("cached_tokens")
                .asLong(expected.path("prompt_cache_hit_tokens").asLong());
        assertThat(counted.cacheReadTokens()).as(recording.name())
                .isEqualTo(cached > 0 ? cached : expected.path("cache_read_input_tokens").asLong());
        assertThat(counted.reasoningTokens()).as(recording.name()).isEqualTo(expected.path("completion_tokens_details")
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
