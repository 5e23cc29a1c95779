package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.accumulate;
import static io.patchbay.dialect.responses.internal.Fixtures.data;
import static io.patchbay.dialect.responses.internal.Fixtures.decode;
import static io.patchbay.dialect.responses.internal.Fixtures.encode;
import static io.patchbay.dialect.responses.internal.Fixtures.json;
import static io.patchbay.dialect.responses.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
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
    private static final List<String> VENDORS =
            List.of("openai", "xai", "chatgpt", "copilot", "openrouter", "llamacpp", "mistralrs");
    private static final List<String> COUNTS = new ArrayList<>();

    @AfterAll
    static void tell() {
        System.out.println("openai-responses: " + String.join(", ", COUNTS));
    }

    @Test
    void everyRequestIsScannedAndItsModelReplacedInPlace() {
        List<Recording> all = all();
        for (Recording recording : all) {
            JsonNode body = json(recording.request());
            WireRequest request = DIALECT.scan(raw(recording.request()));

            assertThat(request.model()).as(recording.name()).isEqualTo(body.path("model").asText());
            assertThat(request.stream()).as(recording.name()).isEqualTo(body.path("stream").asBoolean());
            ((ObjectNode) body).put("model", "lab/é\"");
            assertThat(json(request.withModel("lab/é\"").body())).as(recording.name()).isEqualTo(body);
        }
        COUNTS.add(all.size() + " requests scanned");
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        List<Recording> all = all();
        for (Recording recording : all) {
            WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(DIALECT.scan(raw(recording.request()))));

            assertThat(json(written.body())).as(recording.name()).isEqualTo(json(recording.request()));
            assertThat(written.dropped()).as(recording.name()).isEmpty();
        }
        COUNTS.add(all.size() + " requests read and written");
    }

    @Test
    void everyGoodAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        List<Recording> good = good();
        for (Recording recording : good) {
            FrameScanner scanner = DIALECT.scanner(Fixtures.wire("{}"));
            boolean useful = false;
            Optional<FinishReason> finish = Optional.empty();
            Optional<Usage> usage = Optional.empty();
            for (Frame frame : frames(recording)) {
                Glimpse glimpse = scanner.scan(frame);
                assertThat(glimpse.error()).as(recording.name()).isEmpty();
                useful |= glimpse.useful();
                finish = glimpse.finish().isPresent() ? glimpse.finish() : finish;
                usage = glimpse.usage().isPresent() ? glimpse.usage() : usage;
            }
            JsonNode response = response(recording);
            assertThat(useful).as(recording.name()).isTrue();
            assertThat(finish).as(recording.name()).hasValue(finish(response));
            assertUsage(recording, response.path("usage"), usage.orElseThrow());
            assertUsage(recording, response.path("usage"), accumulate(decode(frames(recording))).usage());
        }
        COUNTS.add(good.size() + " answers scanned");
    }

    @Test
    void everyWholeAnswerComesOutAsItWentInButForWhatOpenAiRequires() {
        int count = 0;
        for (Recording recording : good()) {
            if (!streamed(recording)) {
                JsonNode written = json(DIALECT.writeResponse(DIALECT.readResponse(recording.answer())));

                assertThat(written).as(recording.name()).isEqualTo(normalised(json(recording.answer())));
                count++;
            }
        }
        COUNTS.add(count + " whole answers read and written");
    }

    @Test
    void everyStreamAddsUpToTheResponseThatItEndsWith() {
        int count = 0;
        for (Recording recording : good()) {
            if (streamed(recording)) {
                ChatResponse response = accumulate(decode(frames(recording)));

                assertThat(json(DIALECT.writeResponse(response))).as(recording.name())
                        .isEqualTo(normalised(response(recording)));
                count++;
            }
        }
        COUNTS.add(count + " streams added up");
    }

    @Test
    void everyStreamWrittenAnewSaysTheSame() {
        int count = 0;
        for (Recording recording : good()) {
            if (streamed(recording)) {
                List<JsonNode> written = data(encode(decode(frames(recording))));

                for (int i = 0; i < written.size(); i++) {
                    assertThat(written.get(i).path("sequence_number").asInt(-1)).isEqualTo(i);
                }
                List<JsonNode> came = data(recording.answer().utf8());
                JsonNode expected = normalised(response(recording));
                JsonNode response = written.getLast().path("response");
                if (recording.name().contains("/copilot/")) {
                    // It has another id for an item in each event.
                    expected.path("output").forEach(item -> ((ObjectNode) item).remove("id"));
                    response.path("output").forEach(item -> ((ObjectNode) item).remove("id"));
                }
                assertThat(response).as(recording.name()).isEqualTo(expected);
                for (String type : List.of("response.output_text.delta", "response.reasoning_summary_text.delta",
                        "response.function_call_arguments.delta", "response.refusal.delta")) {
                    assertThat(deltas(written, type)).as(recording.name()).isEqualTo(deltas(came, type));
                }
                count++;
            }
        }
        COUNTS.add(count + " streams written anew");
    }

    @Test
    void everyErrorIsReadWithItsText() {
        List<Recording> bad = new ArrayList<>(all());
        bad.removeIf(recording -> recording.status() < 400);
        for (Recording recording : bad) {
            GatewayException error =
                    DIALECT.readError(recording.status(), recording.answerHeaders(), recording.answer());

            assertThat(recording.answer().utf8()).as(recording.name()).contains(JsonWriter.quoted(error.message()));
            assertThat(error.upstreamStatus()).hasValue(recording.status());
            String body = recording.answer().utf8();
            ErrorKind kind = recording.status() == 401 || body.contains("Incorrect API key")
                    ? ErrorKind.KEY_REFUSED
                    : body.contains("previous_response_not_found")
                            ? ErrorKind.INVALID_REQUEST
                            : ErrorKind.MODEL_NOT_FOUND;
            assertThat(error.kind()).as(recording.name()).isEqualTo(kind);
        }
        COUNTS.add(bad.size() + " errors read");
    }

    private static List<Recording> all() {
        Recordings recordings = Recordings.open();
        List<Recording> all = new ArrayList<>();
        for (String vendor : VENDORS) {
            all.addAll(recordings.of("rig/" + vendor));
        }
        all.removeIf(recording -> !recording.path().endsWith("/responses") || !recording.method().equals("POST"));
        assumeTrue(!all.isEmpty(), "no recordings of responses");
        return all;
    }

    private static List<Recording> good() {
        List<Recording> good = all();
        good.removeIf(recording -> recording.status() >= 400);
        return good;
    }

    /** ChatGPT says nothing of the media type. */
    private static boolean streamed(Recording recording) {
        return !recording.answer().utf8().startsWith("{");
    }

    private static List<Frame> frames(Recording recording) {
        return streamed(recording)
                ? ServerSentEvents.frames(recording.answer())
                : List.of(Frame.of(recording.answer()));
    }

    /** The answer, or the response at the end of a stream with the items as they were said in it. */
    private static JsonNode response(Recording recording) {
        if (!streamed(recording)) {
            return json(recording.answer());
        }
        List<JsonNode> events = data(recording.answer().utf8());
        ObjectNode response = (ObjectNode) events.getLast().path("response");
        // Copilot, and what is redacted, has another name in each event: the first one counts.
        response.set("id", events.getFirst().at("/response/id"));
        ArrayNode output = response.putArray("output");
        events.stream().filter(event -> event.path("type").asText().equals("response.output_item.done"))
                .forEach(event -> output.add(event.path("item")));
        return response;
    }

    private static FinishReason finish(JsonNode response) {
        if (response.path("status").asText().equals("incomplete")) {
            return FinishReason.LENGTH;
        }
        boolean called = response.path("output").findValuesAsText("type").contains("function_call");
        return called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    }

    private static void assertUsage(Recording recording, JsonNode said, Usage counted) {
        assertThat(counted.inputTokens()).as(recording.name()).isEqualTo(said.path("input_tokens").asLong());
        assertThat(counted.outputTokens()).as(recording.name()).isEqualTo(said.path("output_tokens").asLong());
        assertThat(counted.cacheReadTokens()).as(recording.name())
                .isEqualTo(said.at("/input_tokens_details/cached_tokens").asLong());
        assertThat(counted.reasoningTokens()).as(recording.name())
                .isEqualTo(said.at("/output_tokens_details/reasoning_tokens").asLong());
    }

    private static String deltas(List<JsonNode> events, String type) {
        StringBuilder text = new StringBuilder();
        events.stream().filter(event -> event.path("type").asText().equals(type))
                .forEach(event -> text.append(event.path("delta").asText()));
        return text.toString();
    }

    /** The documented changes: members that OpenAI's schema requires are added where a vendor leaves them out. */
    private static JsonNode normalised(JsonNode answer) {
        ObjectNode response = (ObjectNode) answer;
        ObjectNode required = (ObjectNode) json("""
                {"error":null,"incomplete_details":null,"instructions":null,"metadata":{},"parallel_tool_calls":true,
                "temperature":null,"tool_choice":"auto","tools":[],"top_p":null}""");
        required.properties().forEach(member -> response.putIfAbsent(member.getKey(), member.getValue()));
        response.path("output").forEach(item -> item.path("content").forEach(part -> {
            if (part.path("type").asText().equals("output_text")) {
                ((ObjectNode) part).putIfAbsent("annotations", json("[]"));
                ((ObjectNode) part).putIfAbsent("logprobs", json("[]"));
            }
        }));
        ObjectNode usage = (ObjectNode) response.path("usage");
        usage.withObjectProperty("input_tokens_details").putIfAbsent("cached_tokens", json("0"));
        usage.withObjectProperty("input_tokens_details").putIfAbsent("cache_write_tokens", json("0"));
        usage.withObjectProperty("output_tokens_details").putIfAbsent("reasoning_tokens", json("0"));
        return response;
    }
}
