package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.ANSWER;
import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.accumulate;
import static io.patchbay.dialect.responses.internal.Fixtures.decode;
import static io.patchbay.dialect.responses.internal.Fixtures.frames;
import static io.patchbay.dialect.responses.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamReaderTest {
    private static final String CREATED = "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\"}}";
    private static final String COMPLETED =
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}";

    @Test
    void aStreamAddsUpToTheWholeAnswer() {
        ChatResponse read = accumulate(decode(frames(Streams.of(ANSWER))));

        assertThat(json(DIALECT.writeResponse(read))).isEqualTo(json(ANSWER));
        assertThat(read.usage()).isEqualTo(DIALECT.readResponse(Bytes.utf8(ANSWER)).usage());
        assertThat(read.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void partsDoNotOverlapAndEachEndsOnce() {
        int open = -1;
        for (ChatEvent event : decode(frames(Streams.of(ANSWER)))) {
            switch (event) {
                case ChatEvent.PartStart start -> {
                    assertThat(open).isEqualTo(-1);
                    open = start.index();
                }
                case ChatEvent.TextDelta delta -> assertThat(delta.index()).isEqualTo(open);
                case ChatEvent.ReasoningDelta delta -> assertThat(delta.index()).isEqualTo(open);
                case ChatEvent.ToolCallDelta delta -> assertThat(delta.index()).isEqualTo(open);
                case ChatEvent.PartEnd end -> {
                    assertThat(end.index()).isEqualTo(open);
                    open = -1;
                }
                default -> assertThat(open).isEqualTo(-1);
            }
        }
    }

    @Test
    void callsThatAlternateAreKeptApart() {
        ChatResponse response = accumulate(decode(CREATED, added(0, call("a", "")), added(1, call("b", "")),
                delta(1, "{\\\"b"), delta(0, "{}"), delta(1, "\\\":2}"), done(0, call("a", "{}")),
                done(1, call("b", "{\\\"b\\\":2}")), COMPLETED));

        assertThat(response.candidates().getFirst().parts())
                .extracting(part -> ((Part.ToolCall) part).arguments().text())
                .containsExactly("{}", "{\"b\":2}");
        assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void whatIsOnlySaidAtTheEndIsSaid() {
        String message =
                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"A\"}]}";

        assertThat(accumulate(decode(CREATED, done(0, call("a", "{}")), done(1, message), COMPLETED)).candidates()
                .getFirst().parts()).hasExactlyElementsOfTypes(Part.ToolCall.class, Part.Text.class);
        assertThat(accumulate(decode("{\"type\":\"response.completed\",\"response\":{\"output\":[" + message + "]}}"))
                .text()).isEqualTo("A");
    }

    @Test
    void deltasWithoutABeginningBeginAPart() {
        List<ChatEvent> events = decode(CREATED,
                "{\"type\":\"response.reasoning_text.delta\",\"output_index\":0,\"delta\":\"T\"}",
                "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\"A\"}", COMPLETED);

        assertThat(accumulate(events).text()).isEqualTo("A");
        assertThat(accumulate(events).candidates().getFirst().parts()).hasSize(2);
    }

    @Test
    void eventsOnlyThisDialectKnowsArePassedOn() {
        String progress = "{\"type\":\"response.web_search_call.searching\",\"output_index\":0,\"item_id\":\"w\"}";

        assertThat(decode(CREATED, progress)).last().isInstanceOfSatisfying(ChatEvent.Other.class,
                other -> assertThat(other.value().text()).isEqualTo(progress));
    }

    @Test
    void aFailureIsTheLastEvent() {
        List<ChatEvent> events = decode(CREATED, "{\"type\":\"response.failed\",\"response\":{\"error\":{"
                + "\"code\":\"server_error\",\"message\":\"Broken.\"}}}", COMPLETED);

        assertThat(events).hasSize(2).last().isInstanceOfSatisfying(ChatEvent.Failure.class, failure -> {
            assertThat(failure.error().kind()).isEqualTo(ErrorKind.UPSTREAM);
            assertThat(failure.error().message()).isEqualTo("Broken.");
        });
    }

    @Test
    void anIncompleteAnswerIsLength() {
        List<ChatEvent> events = decode(CREATED, "{\"type\":\"response.incomplete\",\"response\":{"
                + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}");

        assertThat(accumulate(events).candidates().getFirst().finish()).isEqualTo(FinishReason.LENGTH);
    }

    private static String added(int index, String item) {
        return "{\"type\":\"response.output_item.added\",\"output_index\":" + index + ",\"item\":" + item + "}";
    }

    private static String done(int index, String item) {
        return added(index, item).replace("added", "done");
    }

    private static String delta(int index, String text) {
        return "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":" + index + ",\"delta\":\"" + text
                + "\"}";
    }

    private static String call(String id, String arguments) {
        return "{\"type\":\"function_call\",\"call_id\":\"" + id + "\",\"name\":\"f\",\"arguments\":\"" + arguments
                + "\"}";
    }
}
