package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.cohere.internal.Fixtures.accumulate;
import static io.patchbay.dialect.cohere.internal.Fixtures.decode;
import static io.patchbay.dialect.cohere.internal.Fixtures.encode;
import static io.patchbay.dialect.cohere.internal.Fixtures.json;
import static io.patchbay.dialect.cohere.internal.Fixtures.raw;
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
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import io.patchbay.testkit.ServerSentEvents;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    private static final String CHAT = "/v2/chat";
    /** Of version 1, whose requests and answers are the same but for the default type of vector. */
    private static final String EMBED = "/v1/embed";

    @Test
    void everyRequestIsScannedAndItsModelReplacedInPlace() {
        for (String path : List.of(CHAT, EMBED)) {
            Operation operation = path.equals(CHAT) ? Operation.CHAT : Operation.EMBEDDINGS;
            for (Recording recording : ofPath(path)) {
                ObjectNode body = (ObjectNode) json(recording.request());
                WireRequest request = DIALECT.scan(raw(operation, recording.request()));

                assertThat(request.model()).as(recording.name()).isEqualTo(body.path("model").asText());
                assertThat(request.stream()).as(recording.name()).isEqualTo(body.path("stream").asBoolean());
                body.put("model", "lab/é\"");
                assertThat(json(request.withModel("lab/é\"").body())).as(recording.name()).isEqualTo(body);
            }
            print(path + ": requests scanned and spliced", ofPath(path));
        }
    }

    @Test
    void everyGoodAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        for (Recording recording : good(CHAT)) {
            FrameScanner scanner = DIALECT.scanner(DIALECT.scan(raw(Operation.CHAT, recording.request())));
            Optional<FinishReason> finish = Optional.empty();
            Optional<Usage> usage = Optional.empty();
            boolean useful = false;
            for (Frame frame : frames(recording)) {
                Glimpse glimpse = scanner.scan(frame);
                assertThat(glimpse.error()).as(recording.name()).isEmpty();
                useful |= glimpse.useful();
                finish = glimpse.finish().isPresent() ? glimpse.finish() : finish;
                usage = glimpse.usage().isPresent() ? glimpse.usage() : usage;
            }
            assertThat(useful).as(recording.name()).isTrue();
            assertThat(finish).as(recording.name()).hasValue(expectedFinish(recording));
            assertUsage(recording, usage.orElseThrow());
        }
        print("answers scanned to finish and usage", good(CHAT));
        for (Recording recording : good(EMBED)) {
            Glimpse glimpse = DIALECT.scanner(DIALECT.scan(raw(Operation.EMBEDDINGS, recording.request())))
                    .scan(Frame.of(recording.answer()));
            assertThat(glimpse.error()).as(recording.name()).isEmpty();
            assertThat(glimpse.useful()).as(recording.name()).isTrue();
        }
        print("vectors scanned", good(EMBED));
    }

    @Test
    void everyErrorIsReadWithItsText() {
        List<Recording> bad = all().stream().filter(recording -> recording.status() >= 400).toList();
        for (Recording recording : bad) {
            GatewayException error =
                    DIALECT.readError(recording.status(), recording.answerHeaders(), recording.answer());

            assertThat(recording.answer().utf8()).as(recording.name())
                    .contains(JsonWriter.quoted(error.message()));
            assertThat(error.upstreamStatus()).hasValue(recording.status());
            assertThat(error.kind()).as(recording.name()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
        }
        print("errors read", bad);
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        for (Recording recording : ofPath(CHAT)) {
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, recording.request()));
            WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(request));

            assertThat(json(written.body())).as(recording.name()).isEqualTo(json(recording.request()));
            assertThat(written.dropped()).as(recording.name()).isEmpty();
        }
        print("chat requests read and written", ofPath(CHAT));
        for (Recording recording : ofPath(EMBED)) {
            WireRequest request = DIALECT.scan(raw(Operation.EMBEDDINGS, recording.request()));
            WireRequest written = DIALECT.writeEmbeddingRequest(DIALECT.readEmbeddingRequest(request));

            assertThat(json(written.body())).as(recording.name()).isEqualTo(json(recording.request()));
        }
        print("embed requests read and written", ofPath(EMBED));
    }

    @Test
    void everyWholeAnswerComesOutAsItWentIn() {
        List<Recording> whole = good(CHAT).stream().filter(recording -> !recording.streamed()).toList();
        for (Recording recording : whole) {
            JsonNode written = json(DIALECT.writeResponse(DIALECT.readResponse(recording.answer())));

            assertThat(written).as(recording.name()).isEqualTo(json(recording.answer()));
        }
        print("whole answers read and written", whole);
    }

    @Test
    void everyVectorComesOutAsItWentIn() {
        for (Recording recording : good(EMBED)) {
            WireRequest request = DIALECT.scan(raw(Operation.EMBEDDINGS, recording.request()));
            EmbeddingResponse response = DIALECT.readEmbeddingResponse(recording.answer());
            JsonNode written = json(DIALECT.writeEmbeddingResponse(response, request));
            JsonNode came = json(recording.answer());

            assertThat(written.properties().stream().filter(member -> !member.getKey().equals("embeddings")))
                    .as(recording.name())
                    .containsExactlyInAnyOrderElementsOf(came.properties().stream()
                            .filter(member -> !member.getKey().equals("embeddings")).toList());
            assertThat(DIALECT.readEmbeddingResponse(Bytes.utf8(written.toString())))
                    .as(recording.name()).usingRecursiveComparison().ignoringCollectionOrder().isEqualTo(response);
            assertThat(written.path("embeddings").getNodeType()).isEqualTo(came.path("embeddings").getNodeType());
        }
        print("vectors read and written", good(EMBED));
    }

    @Test
    void everyStreamAddsUpToWhatItsEventsSay() {
        for (Recording recording : streams()) {
            ChatResponse response = accumulate(decode(frames(recording)));
            StringBuilder text = new StringBuilder();
            StringBuilder thought = new StringBuilder();
            StringBuilder arguments = new StringBuilder();
            int calls = 0;
            int citations = 0;
            for (JsonNode event : Fixtures.events(recording.answer().utf8())) {
                JsonNode message = event.path("delta").path("message");
                if (!event.path("type").asText().equals("message-start")) {
                    text.append(message.path("content").path("text").asText(""));
                    thought.append(message.path("content").path("thinking").asText(""))
                            .append(message.path("tool_plan").asText(""));
                    arguments.append(message.path("tool_calls").path("function").path("arguments").asText(""));
                }
                calls += event.path("type").asText().equals("tool-call-start") ? 1 : 0;
                citations += event.path("type").asText().equals("citation-start") ? 1 : 0;
            }
            assertThat(response.text()).as(recording.name()).isEqualTo(text.toString());
            StringBuilder thoughtRead = new StringBuilder();
            StringBuilder argumentsRead = new StringBuilder();
            int citationsRead = 0;
            int callsRead = 0;
            for (Part part : response.candidates().getFirst().parts()) {
                switch (part) {
                    case Part.Reasoning reasoning -> thoughtRead.append(reasoning.text());
                    case Part.ToolCall call -> {
                        argumentsRead.append(call.arguments().text());
                        assertThat(call.id()).isNotEmpty();
                        callsRead++;
                    }
                    case Part.Citation _ -> citationsRead++;
                    default -> assertThat(part).isInstanceOf(Part.Text.class);
                }
            }
            assertThat(thoughtRead).as(recording.name()).hasToString(thought.toString());
            assertThat(argumentsRead).as(recording.name()).hasToString(arguments.toString());
            assertThat(callsRead).as(recording.name()).isEqualTo(calls);
            assertThat(citationsRead).as(recording.name()).isEqualTo(citations);
            assertThat(response.candidates().getFirst().finish()).isEqualTo(expectedFinish(recording));
            assertUsage(recording, response.usage());
        }
        print("streams added up", streams());
    }

    @Test
    void everyStreamIsWrittenAsItCame() {
        for (Recording recording : streams()) {
            String written = encode(decode(frames(recording)));

            assertThat(Fixtures.events(written)).as(recording.name())
                    .isEqualTo(Fixtures.events(recording.answer().utf8()));
            assertThat(written).endsWith("\n\ndata: [DONE]\n\n");
            assertThat(ServerSentEvents.frames(recording.answer()).stream().map(Frame::type))
                    .isEqualTo(Fixtures.frames(written).stream().map(Frame::type).toList());
        }
        print("streams written event by event as they came", streams());
    }

    @Test
    void everyAnswerIsTheSameStreamedAndWhole() {
        for (Recording recording : good(CHAT)) {
            ChatResponse before = accumulate(decode(frames(recording)));
            ChatResponse whole = DIALECT.readResponse(DIALECT.writeResponse(before));
            ChatResponse streamed = accumulate(decode(Fixtures.frames(encode(before.events()))));

            for (ChatResponse after : List.of(whole, streamed)) {
                assertThat(after.text()).as(recording.name()).isEqualTo(before.text());
                assertThat(after.usage()).as(recording.name()).isEqualTo(before.usage());
                assertThat(after.candidates().getFirst().finish()).isEqualTo(before.candidates().getFirst().finish());
                assertThat(after.candidates().getFirst().parts().stream().filter(Part.ToolCall.class::isInstance))
                        .isEqualTo(before.candidates().getFirst().parts().stream()
                                .filter(Part.ToolCall.class::isInstance).toList());
            }
        }
        print("answers the same streamed and whole", good(CHAT));
    }

    private static FinishReason expectedFinish(Recording recording) {
        String answer = recording.answer().utf8();
        int at = answer.indexOf("\"finish_reason\":\"") + "\"finish_reason\":\"".length();
        return switch (answer.substring(at, answer.indexOf('"', at))) {
            case "TOOL_CALL" -> FinishReason.TOOL_CALLS;
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            case "STOP_SEQUENCE" -> FinishReason.STOP_SEQUENCE;
            default -> FinishReason.STOP;
        };
    }

    private static void assertUsage(Recording recording, Usage usage) {
        JsonNode said = json("null");
        for (Frame frame : frames(recording)) {
            if (frame.data().utf8().startsWith("{")) {
                JsonNode event = json(frame.data());
                JsonNode here = recording.streamed() ? event.path("delta").path("usage") : event.path("usage");
                said = here.isObject() ? here : said;
            }
        }
        assertThat(usage.inputTokens()).as(recording.name()).isEqualTo(said.at("/tokens/input_tokens").asLong());
        assertThat(usage.outputTokens()).as(recording.name()).isEqualTo(said.at("/tokens/output_tokens").asLong());
        assertThat(usage.reasoningTokens()).isEqualTo(said.at("/tokens/reasoning_tokens").asLong());
        assertThat(usage.cacheReadTokens()).isEqualTo(said.path("cached_tokens").asLong());
    }

    private static void print(String what, List<Recording> recordings) {
        assertThat(recordings).isNotEmpty();
        System.out.println("cohere-v2 recordings: " + what + ": " + recordings.size());
    }

    private static List<Recording> streams() {
        return good(CHAT).stream().filter(Recording::streamed).toList();
    }

    private static List<Recording> good(String path) {
        return ofPath(path).stream().filter(recording -> recording.status() < 300).toList();
    }

    private static List<Recording> ofPath(String path) {
        return all().stream().filter(recording -> recording.path().equals(path)).toList();
    }

    private static List<Recording> all() {
        return Recordings.open().of("rig/cohere");
    }

    /** The answer's frames, as a transport would cut them. */
    private static List<Frame> frames(Recording recording) {
        return recording.streamed()
                ? ServerSentEvents.frames(recording.answer())
                : List.of(Frame.of(recording.answer()));
    }
}
