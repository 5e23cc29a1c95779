package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.accumulate;
import static io.patchbay.dialect.gemini.internal.Fixtures.decode;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import io.patchbay.testkit.ServerSentEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    private static final List<String> COUNTS = new ArrayList<>();

    @AfterAll
    static void tellHowMany() {
        COUNTS.forEach(System.out::println);
    }

    private static void counted(String what, int count) {
        COUNTS.add("recordings of gemini: " + count + " " + what);
        assertThat(count).isPositive();
    }

    @Test
    void everyRequestIsScannedAndItsModelReplacedInPlace() {
        int count = 0;
        for (Action action : Action.values()) {
            for (Recording recording : of(action)) {
                WireRequest request = scan(action, recording);
                WireRequest other = request.withModel("lab-é\"");

                assertThat(recording.path()).as(recording.name()).isEqualTo(request.path());
                assertThat(request.stream()).as(recording.name()).isEqualTo(action == Action.STREAM);
                assertThat(other.path()).as(recording.name())
                        .isEqualTo("/v1beta/models/lab-%C3%A9%22:" + action.word());
                assertThat(other.body().utf8()).as(recording.name()).isEqualTo(recording.request().utf8()
                        .replace("\"models/" + request.model() + "\"", "\"models/lab-é\\\"\""));
                count++;
            }
        }
        counted("requests scanned and renamed", count);
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        int count = 0;
        for (Action action : List.of(Action.GENERATE, Action.STREAM)) {
            for (Recording recording : of(action)) {
                WireRequest request = scan(action, recording);
                WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(request));

                assertThat(json(written.body())).as(recording.name())
                        .isEqualTo(withoutNullTools((ObjectNode) json(recording.request())));
                assertThat(written.dropped()).as(recording.name()).isEmpty();
                assertThat(written.path()).isEqualTo(request.path());
                count++;
            }
        }
        counted("chat requests the same again", count);
    }

    @Test
    void everyEmbeddingRequestComesOutAsItWentInWithNamesInCamelCase() {
        int count = 0;
        for (Recording recording : of(Action.EMBED_SEVERAL)) {
            EmbeddingRequest read = DIALECT.readEmbeddingRequest(scan(Action.EMBED_SEVERAL, recording));
            WireRequest written = DIALECT.writeEmbeddingRequest(read);

            assertThat(json(written.body())).as(recording.name())
                    .isEqualTo(json(recording.request().utf8().replace("output_dimensionality",
                            "outputDimensionality")));
            assertThat(written.path()).isEqualTo(recording.path());
            if (recording.status() == 200) {
                EmbeddingResponse response = DIALECT.readEmbeddingResponse(recording.answer());
                assertThat(response.vectors()).as(recording.name()).hasSameSizeAs(read.inputs())
                        .allSatisfy(vector -> assertThat(vector).hasSizeGreaterThan(100));
            }
            count++;
        }
        counted("embedding requests the same again", count);
    }

    @Test
    void everyGoodAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        int count = 0;
        for (Recording recording : good()) {
            FrameScanner scanner = DIALECT.scanner(WireRequest.builder(Gemini.NAME, Action.STREAM.operation()).build());
            boolean useful = false;
            Optional<FinishReason> finish = Optional.empty();
            Optional<Usage> usage = Optional.empty();
            int finishes = 0;
            for (Frame frame : frames(recording)) {
                Glimpse glimpse = scanner.scan(frame);
                assertThat(glimpse.error()).as(recording.name()).isEmpty();
                useful |= glimpse.useful();
                finish = glimpse.finish().isPresent() ? glimpse.finish() : finish;
                finishes += glimpse.finish().isPresent() ? 1 : 0;
                usage = glimpse.usage().isPresent() ? glimpse.usage() : usage;
            }
            ChatResponse response = response(recording);
            assertThat(useful).as(recording.name()).isTrue();
            assertThat(finishes).as(recording.name()).isOne();
            assertThat(finish).as(recording.name()).hasValue(response.candidates().getLast().finish());
            assertUsage(recording, usage.orElseThrow());
            assertUsage(recording, response.usage());
            count++;
        }
        counted("answers scanned to finish and usage", count);
    }

    @Test
    void everyWholeAnswerComesOutAsItWentIn() {
        int count = 0;
        for (Recording recording : good()) {
            if (!recording.streamed()) {
                JsonNode written = json(DIALECT.writeResponse(DIALECT.readResponse(recording.answer())));

                assertThat(written).as(recording.name()).isEqualTo(json(recording.answer()));
                count++;
            }
        }
        counted("whole answers the same again", count);
    }

    @Test
    void everyStreamComesOutChunkByChunk() {
        int count = 0;
        for (Recording recording : good()) {
            if (recording.streamed()) {
                var decoder = DIALECT.decoder();
                var encoder = DIALECT.encoder(scan(Action.STREAM, recording));
                List<JsonNode> written = new ArrayList<>();
                for (Frame frame : frames(recording)) {
                    Fixtures.frames(encoder.encode(decoder.decode(frame)).utf8())
                            .forEach(each -> written.add(json(each.data())));
                }
                assertThat(encoder.end().isEmpty()).as(recording.name()).isTrue();
                assertThat(written).as(recording.name())
                        .isEqualTo(frames(recording).stream().map(frame -> normalised(json(frame.data()))).toList());
                count++;
            }
        }
        counted("streams the same again, chunk by chunk", count);
    }

    @Test
    void everyStreamAddsUpToWhatItsChunksSayTogether() {
        int count = 0;
        for (Recording recording : good()) {
            if (recording.streamed()) {
                ChatResponse response = accumulate(decode(frames(recording)));
                StringBuilder text = new StringBuilder();
                List<JsonNode> calls = new ArrayList<>();
                List<String> signatures = new ArrayList<>();
                List<Bytes> chunks = frames(recording).stream().map(Frame::data).toList();
                chunks.forEach(chunk -> json(chunk).at("/candidates/0/content/parts").forEach(part -> {
                    text.append(part.path("thought").asBoolean() ? "" : part.path("text").asText());
                    if (part.has("functionCall")) {
                        calls.add(part.at("/functionCall/args"));
                    }
                    if (part.has(Gemini.SIGNATURE) && !part.has("executableCode")) {
                        signatures.add(part.get(Gemini.SIGNATURE).toString());
                    }
                }));
                assertThat(response.text()).as(recording.name()).isEqualTo(text.toString());
                assertThat(calls(response)).as(recording.name()).isEqualTo(calls);
                assertThat(signatures(response)).as(recording.name()).isEqualTo(signatures);
                Bytes array = Bytes.utf8("[" + String.join(",\n", chunks.stream().map(Bytes::utf8).toList()) + "]");
                assertThat(DIALECT.readResponse(array)).as(recording.name()).isEqualTo(response);
                count++;
            }
        }
        counted("streams added up", count);
    }

    @Test
    void everyErrorIsReadWithItsText() {
        int count = 0;
        for (Recording recording : recordings()) {
            if (recording.status() < 400 || !recording.answer().utf8().contains("\"error\"")) {
                continue;
            }
            GatewayException error =
                    DIALECT.readError(recording.status(), recording.answerHeaders(), recording.answer());

            assertThat(recording.answer().utf8()).as(recording.name()).contains(JsonWriter.quoted(error.message()));
            assertThat(error.upstreamStatus()).hasValue(recording.status());
            if (recording.status() == 404) {
                assertThat(error.kind()).as(recording.name()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
            }
            if (recording.answer().utf8().contains("API_KEY_INVALID")) {
                assertThat(error.kind()).as(recording.name()).isEqualTo(ErrorKind.KEY_REFUSED);
            }
            count++;
        }
        counted("errors read", count);
    }

    private static List<JsonNode> calls(ChatResponse response) {
        return response.candidates().getFirst().parts().stream()
                .filter(Part.ToolCall.class::isInstance)
                .map(part -> json(((Part.ToolCall) part).arguments().text())).toList();
    }

    private static List<String> signatures(ChatResponse response) {
        return response.candidates().getFirst().parts().stream()
                .flatMap(part -> part.extras().stream())
                .filter(extra -> extra.name().equals(Gemini.SIGNATURE))
                .map(extra -> extra.value().text()).toList();
    }

    /** The documented change: members of a tool that are {@code null} go, and so does a tool of nothing else. */
    private static JsonNode withoutNullTools(ObjectNode request) {
        request.path("tools").forEach(tool -> ((ObjectNode) tool).properties()
                .removeIf(member -> member.getValue().isNull()));
        return request;
    }

    /** The documented changes: each candidate of a chunk has its index, and an empty text is left out. */
    private static JsonNode normalised(JsonNode chunk) {
        chunk.path("candidates").forEach(candidate -> {
            if (!candidate.has("index")) {
                ((ObjectNode) candidate).put("index", 0);
            }
            if (candidate.at("/content/parts").equals(json("[{\"text\":\"\"}]"))) {
                ((ObjectNode) candidate.path("content")).remove("parts");
            }
        });
        return chunk;
    }

    private static void assertUsage(Recording recording, Usage usage) {
        JsonNode said = json(frames(recording).getLast().data()).path("usageMetadata");
        assertThat(usage.totalTokens()).as(recording.name()).isEqualTo(said.path("totalTokenCount").asLong());
        assertThat(usage.outputTokens()).as(recording.name()).isEqualTo(
                said.path("candidatesTokenCount").asLong() + said.path("thoughtsTokenCount").asLong());
        assertThat(usage.reasoningTokens()).as(recording.name()).isEqualTo(said.path("thoughtsTokenCount").asLong());
        assertThat(usage.cacheReadTokens()).as(recording.name())
                .isEqualTo(said.path("cachedContentTokenCount").asLong());
    }

    private static ChatResponse response(Recording recording) {
        List<ChatEvent> events = decode(frames(recording));
        return accumulate(events);
    }

    private static WireRequest scan(Action action, Recording recording) {
        String path = recording.path();
        String model = path.substring("/v1beta/".length(), path.lastIndexOf(':'));
        return DIALECT.scan(Fixtures.raw(action, model, recording.request()));
    }

    private static List<Recording> recordings() {
        return Recordings.open().of("rig/gemini");
    }

    private static List<Recording> of(Action action) {
        return recordings().stream().filter(recording -> action.endsPath(recording.path())).toList();
    }

    private static List<Recording> good() {
        List<Recording> good = new ArrayList<>(of(Action.GENERATE));
        good.addAll(of(Action.STREAM));
        good.removeIf(recording -> recording.status() >= 300);
        return good;
    }

    /** The answer's frames, as a transport would cut them. */
    private static List<Frame> frames(Recording recording) {
        return recording.streamed()
                ? ServerSentEvents.frames(recording.answer())
                : List.of(Frame.of(recording.answer()));
    }
}
