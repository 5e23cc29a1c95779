package io.patchbay.dialect.ollama.internal;

import static io.patchbay.dialect.ollama.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.ollama.internal.Fixtures.accumulate;
import static io.patchbay.dialect.ollama.internal.Fixtures.decode;
import static io.patchbay.dialect.ollama.internal.Fixtures.encode;
import static io.patchbay.dialect.ollama.internal.Fixtures.json;
import static io.patchbay.dialect.ollama.internal.Fixtures.lines;
import static io.patchbay.dialect.ollama.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every recorded exchange in this dialect. */
class RecordingsTest {
    private static final String CHAT = "/api/chat";

    @Test
    void everyRequestIsScannedAndItsModelReplacedInPlace() {
        for (Recording recording : chats()) {
            ObjectNode body = (ObjectNode) json(recording.request());
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, recording.request()));

            assertThat(request.model()).as(recording.name()).isEqualTo(body.path("model").asText());
            assertThat(request.stream()).as(recording.name()).isEqualTo(body.path("stream").asBoolean());
            body.put("model", "lab/é\"");
            assertThat(json(request.withModel("lab/é\"").body())).as(recording.name()).isEqualTo(body);
        }
        print("requests scanned and spliced", chats());
    }

    @Test
    void everyRequestComesOutAsItWentIn() {
        for (Recording recording : chats()) {
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, recording.request()));
            WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(request));

            assertThat(json(written.body())).as(recording.name()).isEqualTo(json(recording.request()));
            assertThat(written.dropped()).as(recording.name()).isEmpty();
        }
        print("requests read and written", chats());
    }

    @Test
    void everyAnswerIsScannedWithoutErrorToItsFinishAndUsage() {
        for (Recording recording : chats()) {
            FrameScanner scanner = DIALECT.scanner(DIALECT.scan(raw(Operation.CHAT, recording.request())));
            List<Glimpse> glimpses = frames(recording).stream().map(scanner::scan).toList();
            JsonNode end = lines(recording.answer().utf8()).getLast();

            assertThat(glimpses).as(recording.name()).allSatisfy(glimpse -> assertThat(glimpse.error()).isEmpty())
                    .anyMatch(Glimpse::useful);
            assertThat(glimpses.subList(0, glimpses.size() - 1)).noneMatch(Glimpse::last);
            assertThat(glimpses.getLast().last()).isTrue();
            assertThat(glimpses.getLast().finish()).as(recording.name()).hasValue(expectedFinish(recording));
            assertThat(glimpses.getLast().usage().orElseThrow().inputTokens())
                    .isEqualTo(end.path("prompt_eval_count").asLong());
            assertThat(glimpses.getLast().usage().orElseThrow().outputTokens())
                    .isEqualTo(end.path("eval_count").asLong());
        }
        print("answers scanned to finish and usage", chats());
    }

    @Test
    void everyWholeAnswerComesOutAsItWentIn() {
        List<Recording> whole = chats().stream().filter(recording -> !streamed(recording)).toList();
        for (Recording recording : whole) {
            assertThat(json(DIALECT.writeResponse(DIALECT.readResponse(recording.answer())))).as(recording.name())
                    .isEqualTo(json(recording.answer()));
        }
        print("whole answers read and written", whole);
    }

    @Test
    void everyStreamIsWrittenAsItCameButForTheTimesOfItsLines() {
        List<Recording> streams = chats().stream().filter(RecordingsTest::streamed).toList();
        for (Recording recording : streams) {
            List<JsonNode> written = lines(encode(decode(frames(recording))));

            assertThat(timeless(written)).as(recording.name())
                    .isEqualTo(timeless(lines(recording.answer().utf8())));
        }
        print("streams written line by line as they came", streams);
    }

    @Test
    void everyStreamAddsUpToWhatItsLinesSay() {
        for (Recording recording : chats()) {
            ChatResponse response = accumulate(decode(frames(recording)));
            StringBuilder text = new StringBuilder();
            StringBuilder thought = new StringBuilder();
            List<JsonNode> calls = new ArrayList<>();
            for (JsonNode line : lines(recording.answer().utf8())) {
                text.append(line.at("/message/content").asText(""));
                thought.append(line.at("/message/thinking").asText(""));
                line.at("/message/tool_calls").forEach(calls::add);
            }
            assertThat(response.text()).as(recording.name()).isEqualTo(text.toString());
            StringBuilder thoughtRead = new StringBuilder();
            List<Part.ToolCall> callsRead = new ArrayList<>();
            response.candidates().getFirst().parts().forEach(part -> {
                if (part instanceof Part.Reasoning reasoning) {
                    thoughtRead.append(reasoning.text());
                } else if (part instanceof Part.ToolCall call) {
                    callsRead.add(call);
                }
            });
            assertThat(thoughtRead).as(recording.name()).hasToString(thought.toString());
            assertThat(callsRead).hasSameSizeAs(calls);
            for (int i = 0; i < calls.size(); i++) {
                assertThat(json(callsRead.get(i).arguments().text()))
                        .isEqualTo(calls.get(i).at("/function/arguments"));
                assertThat(callsRead.get(i).id()).isNotEmpty();
            }
            assertThat(response.candidates().getFirst().finish()).isEqualTo(expectedFinish(recording));
            ChatResponse again = DIALECT.readResponse(DIALECT.writeResponse(response));
            assertThat(again.text()).isEqualTo(response.text());
            assertThat(again.usage()).isEqualTo(response.usage());
        }
        print("answers added up", chats());
    }

    private static List<JsonNode> timeless(List<JsonNode> lines) {
        lines.forEach(line -> ((ObjectNode) line).remove("created_at"));
        return lines;
    }

    private static FinishReason expectedFinish(Recording recording) {
        String answer = recording.answer().utf8();
        if (answer.contains("\"done_reason\":\"length\"")) {
            return FinishReason.LENGTH;
        }
        return answer.contains("\"tool_calls\":[{") ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    }

    private static void print(String what, List<Recording> recordings) {
        assertThat(recordings).isNotEmpty();
        System.out.println("ollama recordings: " + what + ": " + recordings.size());
    }

    private static boolean streamed(Recording recording) {
        return recording.answerHeaders().first("content-type").orElse("").startsWith("application/x-ndjson");
    }

    /** The answer's frames, as a transport would cut them. */
    private static List<Frame> frames(Recording recording) {
        Bytes answer = recording.answer();
        return streamed(recording) ? Fixtures.frames(answer) : List.of(Frame.of(answer));
    }

    private static List<Recording> chats() {
        return Recordings.open().of("rig/ollama").stream().filter(recording -> recording.path().equals(CHAT)).toList();
    }
}
