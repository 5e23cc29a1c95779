package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.accumulate;
import static io.patchbay.dialect.anthropic.internal.Fixtures.data;
import static io.patchbay.dialect.anthropic.internal.Fixtures.decode;
import static io.patchbay.dialect.anthropic.internal.Fixtures.encode;
import static io.patchbay.dialect.anthropic.internal.Fixtures.encodeAtOnce;
import static io.patchbay.dialect.anthropic.internal.Fixtures.frames;
import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static io.patchbay.dialect.anthropic.internal.Fixtures.message;
import static io.patchbay.dialect.anthropic.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    private static final String MESSAGES = "/messages";

    @Test
    void everyRequestIsScannedAndItsModelReplacedInPlace() {
        int count = 0;
        for (Recording recording : all()) {
            JsonNode body = json(recording.request());
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, recording.request()));

            assertThat(request.model()).as(recording.name()).isEqualTo(body.path("model").asText());
            assertThat(request.stream()).as(recording.name()).isEqualTo(body.path("stream").asBoolean());
            assertThat(request.path()).isEqualTo("/messages");
            ((ObjectNode) body).put("model", "lab/é\"");
            assertThat(json(request.withModel("lab/é\"").body())).as(recording.name()).isEqualTo(body);
            count++;
        }
        report("requests scanned and spliced", count);
    }

    @Test
    void everyGoodAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        int count = 0;
        for (Recording recording : good()) {
            FrameScanner scanner = DIALECT.scanner(DIALECT.scan(raw(Operation.CHAT, recording.request())));
            List<Glimpse> glimpses = new ArrayList<>();
            framesOf(recording).forEach(frame -> glimpses.add(scanner.scan(frame)));

            assertThat(glimpses).as(recording.name()).allMatch(glimpse -> glimpse.error().isEmpty());
            assertThat(glimpses.stream().filter(glimpse -> glimpse.finish().isPresent())).as(recording.name())
                    .hasSize(1);
            assertThat(glimpses).as(recording.name()).anyMatch(Glimpse::useful);
            assertThat(glimpses.stream().filter(Glimpse::last)).as(recording.name()).hasSize(1);
            assertUsage(recording, glimpses.stream().map(Glimpse::usage).flatMap(Optional::stream)
                    .reduce((_, later) -> later).orElseThrow());
            count++;
        }
        report("answers scanned to finish and usage", count);
    }

    @Test
    void everyErrorIsReadWithItsText() {
        int count = 0;
        List<Recording> bad = new ArrayList<>(recordings());
        bad.removeIf(recording -> recording.status() < 400);
        for (Recording recording : bad) {
            GatewayException error =
                    DIALECT.readError(recording.status(), recording.answerHeaders(), recording.answer());

            assertThat(recording.answer().utf8()).as(recording.name()).contains(JsonWriter.quoted(error.message()));
            assertThat(error.upstreamStatus()).hasValue(recording.status());
            assertThat(error.kind()).as(recording.name()).isEqualTo(switch (recording.status()) {
                case 400 -> ErrorKind.INVALID_REQUEST;
                case 401 -> ErrorKind.KEY_REFUSED;
                default -> ErrorKind.MODEL_NOT_FOUND;
            });
            count++;
        }
        report("errors read", count);
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        int count = 0;
        for (Recording recording : all()) {
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, recording.request()));
            ChatRequest read = DIALECT.readRequest(request);
            WireRequest written = DIALECT.writeRequest(read);

            assertThat(json(written.body())).as(recording.name()).isEqualTo(json(recording.request()));
            assertThat(written.dropped()).as(recording.name()).isEmpty();
            ObjectNode renamed = (ObjectNode) json(recording.request());
            renamed.put("model", "other");
            assertThat(json(written.withModel("other").body())).as(recording.name()).isEqualTo(renamed);
            count++;
        }
        report("requests read and written again, equal", count);
    }

    @Test
    void everySignedThoughtComesBackByteForByte() {
        int count = 0;
        for (Recording recording : all()) {
            String written = DIALECT.writeRequest(
                    DIALECT.readRequest(DIALECT.scan(raw(Operation.CHAT, recording.request())))).body().utf8();
            for (JsonNode message : json(recording.request()).path("messages")) {
                for (JsonNode block : message.path("content")) {
                    if (block.has("signature") || block.path("type").asText().equals("redacted_thinking")) {
                        String secret = block.path(block.has("signature") ? "signature" : "data").asText();
                        assertThat(written).as(recording.name()).contains(JsonWriter.quoted(secret));
                        count++;
                    }
                }
            }
        }
        report("signed or redacted thoughts returned", count);
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
        report("whole answers read and written again, equal", count);
    }

    @Test
    void everyStreamAddsUpToTheMessageThatAnSdkMakesOfIt() {
        int count = 0;
        for (Recording recording : good()) {
            if (recording.streamed()) {
                ChatResponse response = accumulate(decode(framesOf(recording)));

                assertThat(json(DIALECT.writeResponse(response))).as(recording.name())
                        .isEqualTo(message(data(body(recording))));
                assertUsage(recording, response.usage());
                count++;
            }
        }
        report("streams accumulated to the same message as read whole", count);
    }

    @Test
    void everyStreamWrittenAnewIsTheSameMessageToAnSdk() {
        int count = 0;
        for (Recording recording : good()) {
            List<ChatEvent> events = events(recording);
            String stream = recording.streamed() ? encodeFrames(recording) : encodeAtOnce(events);
            JsonNode expected = recording.streamed()
                    ? message(data(body(recording)))
                    : json(recording.answer());

            assertThat(message(data(stream))).as(recording.name()).isEqualTo(expected);
            count++;
        }
        report("answers streamed anew, equal to an SDK", count);
    }

    @Test
    void everyStreamWrittenEventByEventReadsTheSame() {
        int count = 0;
        for (Recording recording : good()) {
            if (recording.streamed()) {
                List<ChatEvent> events = events(recording);

                assertThat(comparable(accumulate(decode(frames(encode(events)))))).as(recording.name())
                        .isEqualTo(comparable(accumulate(events)));
                count++;
            }
        }
        report("streams written event by event, equal when read", count);
    }

    @Test
    void everyAnswerSurvivesAWriterThatKnowsNothingOfItsExtras() {
        int count = 0;
        for (Recording recording : good()) {
            ChatResponse response = accumulate(events(recording));
            ChatResponse foreign = new ChatResponse(response.id(), response.model(),
                    response.candidates().stream()
                            .map(each -> new Candidate(plain(each.parts()), each.finish(),
                                    List.of()))
                            .toList(),
                    Usage.builder().inputTokens(response.usage().inputTokens())
                            .outputTokens(response.usage().outputTokens())
                            .cacheReadTokens(response.usage().cacheReadTokens())
                            .cacheWriteTokens(response.usage().cacheWriteTokens()).build(),
                    List.of());
            JsonNode streamed = message(data(encode(foreign.events())));
            JsonNode whole = json(DIALECT.writeResponse(foreign));

            assertThat(streamed.path("content")).as(recording.name()).isEqualTo(whole.path("content"));
            assertThat(streamed.path("stop_reason")).as(recording.name()).isEqualTo(whole.path("stop_reason"));
            assertThat(streamed.path("usage")).as(recording.name()).isEqualTo(whole.path("usage"));
            assertThat(DIALECT.readResponse(DIALECT.writeResponse(foreign)).text()).as(recording.name())
                    .isEqualTo(new Message(Role.ASSISTANT,
                            foreign.candidates().getFirst().parts(), List.of()).text());
            count++;
        }
        report("answers written as another dialect's", count);
    }

    /** Only the parts that every dialect knows, without extras. */
    private static List<Part> plain(List<Part> parts) {
        return parts.stream()
                .filter(part -> part instanceof Part.Text || part instanceof Part.ToolCall
                        || part instanceof Part.Reasoning)
                .map(part -> part.withExtras(List.of())).toList();
    }

    /** A response whose extras' order does not count. */
    private static ChatResponse comparable(ChatResponse response) {
        Usage usage = response.usage();
        Usage sorted = Usage.builder().inputTokens(usage.inputTokens()).outputTokens(usage.outputTokens())
                .cacheReadTokens(usage.cacheReadTokens()).cacheWriteTokens(usage.cacheWriteTokens())
                .reasoningTokens(usage.reasoningTokens()).extras(sorted(usage.extras())).build();
        return new ChatResponse(response.id(), response.model(), response.candidates().stream()
                .map(each -> new Candidate(
                        each.parts().stream().map(part -> part.withExtras(sorted(part.extras()))).toList(),
                        each.finish(), sorted(each.extras())))
                .toList(), sorted, sorted(response.extras()));
    }

    private static List<Extra> sorted(List<Extra> extras) {
        return extras.stream().sorted(Comparator.comparing(Extra::name)).toList();
    }

    /** Written frame by frame, as the pipeline does. */
    private static String encodeFrames(Recording recording) {
        var decoder = DIALECT.decoder();
        var encoder = DIALECT.encoder(Fixtures.chat("{}"));
        StringBuilder stream = new StringBuilder();
        framesOf(recording).forEach(frame -> stream.append(encoder.encode(decoder.decode(frame)).utf8()));
        return stream.append(encoder.end().utf8()).toString();
    }

    private static List<ChatEvent> events(Recording recording) {
        return recording.streamed()
                ? decode(framesOf(recording))
                : DIALECT.readResponse(recording.answer()).events();
    }

    private static void assertUsage(Recording recording, Usage usage) {
        JsonNode said = recording.streamed()
                ? message(data(body(recording))).path("usage")
                : json(recording.answer()).path("usage");
        long read = said.path("cache_read_input_tokens").asLong();
        long written = said.path("cache_creation_input_tokens").asLong();
        assertThat(usage.inputTokens()).as(recording.name())
                .isEqualTo(said.path("input_tokens").asLong() + read + written);
        assertThat(usage.cacheReadTokens()).as(recording.name()).isEqualTo(read);
        assertThat(usage.cacheWriteTokens()).as(recording.name()).isEqualTo(written);
        assertThat(usage.outputTokens()).as(recording.name()).isEqualTo(said.path("output_tokens").asLong());
        assertThat(usage.reasoningTokens()).as(recording.name())
                .isEqualTo(said.path("output_tokens_details").path("thinking_tokens").asLong());
    }

    /** The answer's body; some recordings lost the blank line at the end of a stream. */
    private static String body(Recording recording) {
        return recording.answer().utf8() + "\n\n";
    }

    /** The answer's frames, as a transport would cut them. */
    private static List<Frame> framesOf(Recording recording) {
        return recording.streamed() ? frames(body(recording)) : List.of(Frame.of(recording.answer()));
    }

    private static List<Recording> recordings() {
        return Recordings.open().of("rig/anthropic");
    }

    private static List<Recording> all() {
        return recordings().stream().filter(recording -> recording.path().endsWith(MESSAGES)).toList();
    }

    private static List<Recording> good() {
        return all().stream().filter(recording -> recording.status() < 300).toList();
    }

    private static void report(String what, int count) {
        assertThat(count).as(what).isPositive();
        System.out.println("recordings: " + count + " " + what);
    }
}
