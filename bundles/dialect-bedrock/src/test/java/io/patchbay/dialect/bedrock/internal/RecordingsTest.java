package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.bedrock.internal.Fixtures.accumulate;
import static io.patchbay.dialect.bedrock.internal.Fixtures.decode;
import static io.patchbay.dialect.bedrock.internal.Fixtures.encode;
import static io.patchbay.dialect.bedrock.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.testkit.EventStreams;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    @Test
    void everyRequestIsScannedAndItsModelReplacedInThePath() {
        for (Recording recording : all("requests scanned", _ -> true)) {
            WireRequest request = scan(recording);

            assertThat(request.path()).isEqualTo(recording.path());
            assertThat(request.stream()).isEqualTo(recording.path().contains("-stream"));
            assertThat(request.body()).isEqualTo(recording.request());
            assertThat(request.withModel("a/b:c").path()).isEqualTo("/model/a%2Fb%3Ac" + end(recording));
            assertThat(request.withModel("a/b:c").body()).isEqualTo(recording.request());
        }
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        for (Recording recording : all("requests read and written", RecordingsTest::isChat)) {
            WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(scan(recording)));

            assertThat(json(written.body())).as(recording.name()).isEqualTo(json(recording.request()));
            assertThat(written.path()).isEqualTo(recording.path());
            assertThat(written.dropped()).as(recording.name()).isEmpty();
        }
    }

    @Test
    void everyGoodAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        for (Recording recording : all("answers scanned", each -> isChat(each) && isGood(each))) {
            var scanner = DIALECT.scanner(scan(recording));
            boolean useful = false;
            boolean finished = false;
            boolean last = false;
            Optional<Usage> usage = Optional.empty();
            for (Frame frame : frames(recording)) {
                assertThat(last).as(recording.name()).isFalse();
                Glimpse glimpse = scanner.scan(frame);
                assertThat(glimpse.error()).as(recording.name()).isEmpty();
                useful |= glimpse.useful();
                finished |= glimpse.finish().isPresent();
                last = glimpse.last();
                usage = glimpse.usage();
            }
            assertThat(useful && finished && last).as(recording.name()).isTrue();
            assertUsage(recording, usage.orElseThrow());
        }
    }

    @Test
    void everyWholeAnswerComesOutAsItWentIn() {
        for (Recording recording : all("whole answers read and written",
                each -> isChat(each) && isGood(each) && !isStream(each))) {
            ChatResponse response = DIALECT.readResponse(recording.answer());

            assertThat(json(DIALECT.writeResponse(response))).as(recording.name()).isEqualTo(json(recording.answer()));
            assertUsage(recording, response.usage());
        }
    }

    @Test
    void everyStreamComesOutAsItWentInButForItsPadding() {
        for (Recording recording : all("streams read and written", RecordingsTest::isStream)) {
            List<JsonNode> expected = new ArrayList<>(Fixtures.events(recording.answer()));
            expected.forEach(event -> ((ObjectNode) event.elements().next()).remove("p"));
            expected.removeIf(event -> event.at("/contentBlockDelta/delta/text").asText("x").isEmpty());

            assertThat(Fixtures.events(encode(decode(frames(recording))))).as(recording.name()).isEqualTo(expected);
        }
    }

    @Test
    void everyStreamAddsUpToTheMessageThatItsEventsSay() {
        for (Recording recording : all("streams added up", RecordingsTest::isStream)) {
            ChatResponse response = accumulate(decode(frames(recording)));

            StringBuilder text = new StringBuilder();
            StringBuilder input = new StringBuilder();
            for (JsonNode event : Fixtures.events(recording.answer())) {
                text.append(event.at("/contentBlockDelta/delta/text").asText());
                input.append(event.at("/contentBlockDelta/delta/toolUse/input").asText());
            }
            StringBuilder called = new StringBuilder();
            response.candidates().getFirst().parts().forEach(part -> {
                if (part instanceof Part.ToolCall call) {
                    called.append(call.arguments().text());
                }
            });
            assertThat(response.text()).as(recording.name()).isEqualTo(text.toString());
            assertThat(called).as(recording.name()).hasToString(input.toString());
            assertUsage(recording, response.usage());
            assertThat(DIALECT.readResponse(DIALECT.writeResponse(response))).as(recording.name()).isEqualTo(response);
        }
    }

    @Test
    void everyErrorIsReadWithItsText() {
        for (Recording recording : all("errors read", each -> each.status() >= 400)) {
            GatewayException error =
                    DIALECT.readError(recording.status(), recording.answerHeaders(), recording.answer());

            assertThat(error.message()).isEqualTo(json(recording.answer()).path("message").asText());
            assertThat(error.upstreamStatus()).hasValue(recording.status());
            assertThat(error.kind()).as(recording.name())
                    .isEqualTo(recording.status() == 404 ? ErrorKind.MODEL_NOT_FOUND : ErrorKind.INVALID_REQUEST);
        }
    }

    @Test
    void everyAnswerToAnInvocationIsPassedOn() {
        for (Recording recording : all("invocations scanned", each -> !isChat(each))) {
            assertThat(scan(recording).operation()).isNotEqualTo(Operation.CHAT);
            assertThat(DIALECT.scanner(scan(recording)).scan(Frame.of(recording.answer()))).isEqualTo(Glimpse.CONTENT);
        }
    }

    private static List<Recording> all(String what, Predicate<Recording> wanted) {
        List<Recording> some = Recordings.open().of("rig/bedrock").stream().filter(wanted).toList();
        assertThat(some).isNotEmpty();
        System.out.println("bedrock-converse: " + some.size() + " " + what);
        return some;
    }

    private static WireRequest scan(Recording recording) {
        String path = recording.path();
        String model = path.substring("/model/".length(), path.lastIndexOf('/'));
        return DIALECT.scan(Fixtures.raw(end(recording), URLDecoder.decode(model, StandardCharsets.UTF_8),
                recording.request()));
    }

    private static String end(Recording recording) {
        return recording.path().substring(recording.path().lastIndexOf('/'));
    }

    private static boolean isChat(Recording recording) {
        return end(recording).startsWith("/converse");
    }

    private static boolean isGood(Recording recording) {
        return recording.status() < 300;
    }

    private static boolean isStream(Recording recording) {
        return recording.answerHeaders().first("content-type").orElse("").equals(EventMessages.MEDIA_TYPE);
    }

    /** The answer's frames, as a transport would cut them. */
    private static List<Frame> frames(Recording recording) {
        return isStream(recording) ? EventStreams.frames(recording.answer()) : List.of(Frame.of(recording.answer()));
    }

    private static void assertUsage(Recording recording, Usage usage) {
        JsonNode said = isStream(recording)
                ? Fixtures.events(recording.answer()).getLast().path("metadata").path("usage")
                : json(recording.answer()).path("usage");
        assertThat(usage.totalTokens()).as(recording.name()).isEqualTo(said.path("totalTokens").asLong(-1));
        assertThat(usage.outputTokens()).as(recording.name()).isEqualTo(said.path("outputTokens").asLong());
        assertThat(usage.cacheReadTokens()).as(recording.name())
                .isEqualTo(said.path("cacheReadInputTokens").asLong());
    }
}
