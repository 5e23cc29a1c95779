package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.ANSWER;
import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.data;
import static io.patchbay.dialect.responses.internal.Fixtures.decode;
import static io.patchbay.dialect.responses.internal.Fixtures.encode;
import static io.patchbay.dialect.responses.internal.Fixtures.frames;
import static io.patchbay.dialect.responses.internal.Fixtures.json;
import static io.patchbay.dialect.responses.internal.Fixtures.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamWriterTest {
    private static final ChatEvent START = new ChatEvent.Start("chatcmpl-1", "m", List.of());
    /** As a dialect says it that knows no items: thought, text, two calls that end with the answer. */
    private static final List<ChatEvent> EVENTS = List.of(START,
            new ChatEvent.PartStart(0, 0, new Part.Reasoning("", List.of())), new ChatEvent.ReasoningDelta(0, "Hm"),
            new ChatEvent.ReasoningDelta(0, "."), new ChatEvent.PartEnd(0, List.of()),
            new ChatEvent.PartStart(1, 0, Part.Text.of("")), new ChatEvent.TextDelta(1, "Bl"),
            new ChatEvent.TextDelta(1, "au 🦊"), new ChatEvent.PartEnd(1, List.of()),
            new ChatEvent.PartStart(2, 0, new Part.Citation("Sky", "http://s", "", List.of())),
            new ChatEvent.PartEnd(2, List.of()),
            new ChatEvent.PartStart(3, 0, new Part.ToolCall("c1", "f", new Json(""), List.of())),
            new ChatEvent.ToolCallDelta(3, "{\"a\":"),
            new ChatEvent.PartStart(4, 0, new Part.ToolCall("c2", "g", new Json(""), List.of())),
            new ChatEvent.ToolCallDelta(3, "1}"), new ChatEvent.PartEnd(3, List.of()),
            new ChatEvent.PartEnd(4, List.of()), new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()),
            new ChatEvent.UsageReport(Usage.of(5, 7)));

    @Test
    void everyEventHasItsNumberFromTheFirstOn() {
        List<JsonNode> events = data(encode(EVENTS));

        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt(-1)).isEqualTo(i);
        }
    }

    @Test
    void theFramingTellsTheTypeToo() {
        for (Frame frame : frames(encode(EVENTS))) {
            assertThat(frame.type()).isEqualTo(json(frame.data()).path("type").asText());
        }
    }

    @Test
    void everyItemAndPartBeginsAndEnds() {
        assertThat(types(data(encode(EVENTS)))).containsExactly("response.created", "response.in_progress",
                "response.output_item.added", "response.reasoning_summary_part.added",
                "response.reasoning_summary_text.delta", "response.reasoning_summary_text.delta",
                "response.reasoning_summary_text.done", "response.reasoning_summary_part.done",
                "response.output_item.done", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.delta",
                "response.output_text.annotation.added", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.output_item.added", "response.function_call_arguments.delta",
                "response.output_item.added", "response.function_call_arguments.delta",
                "response.function_call_arguments.done", "response.output_item.done",
                "response.function_call_arguments.delta", "response.function_call_arguments.done",
                "response.output_item.done", "response.completed");
    }

    @Test
    void aMessageBeginsWithoutContentAndEndsWithAllOfIt() {
        List<JsonNode> events = data(encode(EVENTS));

        assertThat(events.get(9).path("item")).isEqualTo(json("""
                {"id":"msg_1_1","type":"message","status":"in_progress","role":"assistant","content":[]}"""));
        assertThat(events.get(10).path("part"))
                .isEqualTo(json("{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[],\"logprobs\":[]}"));
        assertThat(events.get(11)).isEqualTo(json("""
                {"type":"response.output_text.delta","sequence_number":11,"item_id":"msg_1_1","output_index":1,
                "content_index":0,"delta":"Bl","logprobs":[]}"""));
        assertThat(events.get(14).path("text").asText()).isEqualTo("Blau 🦊");
        assertThat(events.get(15).at("/part/annotations/0/url").asText()).isEqualTo("http://s");
        assertThat(events.get(16).at("/item/content/0")).isEqualTo(events.get(15).path("part"));
    }

    @Test
    void theLastEventHasTheFullOutputAndTheUsage() {
        List<JsonNode> events = data(encode(EVENTS));

        JsonNode response = events.getLast().path("response");
        assertThat(response.path("output")).hasSize(4);
        List<JsonNode> done = events.stream().filter(
                event -> event.path("type").asText().equals("response.output_item.done")).toList();
        for (JsonNode each : done) {
            assertThat(response.path("output").get(each.path("output_index").asInt())).isEqualTo(each.path("item"));
        }
        assertThat(response.at("/output/2/arguments").asText()).isEqualTo("{\"a\":1}");
        assertThat(response.at("/output/3/arguments").asText()).isEqualTo("{}");
        assertThat(response.at("/usage/total_tokens").asInt()).isEqualTo(12);
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(events.getFirst().path("response").has("usage")).isFalse();
        assertThat(events.getFirst().at("/response/output")).isEmpty();
        assertThat(events.getFirst().at("/response/status").asText()).isEqualTo("in_progress");
    }

    @ParameterizedTest
    @CsvSource({"LENGTH,max_output_tokens", "CONTENT_FILTER,content_filter"})
    void anAnswerThatBrokeOffIsIncomplete(FinishReason finish, String reason) {
        List<JsonNode> events = data(encode(List.of(START, new ChatEvent.PartStart(0, 0, Part.Text.of("")),
                new ChatEvent.TextDelta(0, "A"), new ChatEvent.Finish(0, finish, List.of()))));

        assertThat(events.getLast().path("type").asText()).isEqualTo("response.incomplete");
        assertThat(events.getLast().at("/response/status").asText()).isEqualTo("incomplete");
        assertThat(events.getLast().at("/response/incomplete_details/reason").asText()).isEqualTo(reason);
        assertThat(events.getLast().at("/response/output/0/status").asText()).isEqualTo("incomplete");
    }

    @Test
    void aRefusalIsSaidInItsOwnEvents() {
        List<JsonNode> events = data(encode(List.of(START,
                new ChatEvent.PartStart(0, 0, new Part.Refusal("", List.of())), new ChatEvent.TextDelta(0, "No."),
                new ChatEvent.PartEnd(0, List.of()), new ChatEvent.Finish(0, FinishReason.REFUSAL, List.of()))));

        assertThat(types(events)).contains("response.refusal.delta", "response.refusal.done").last()
                .isEqualTo("response.completed");
        assertThat(events.getLast().at("/response/output/0/content/0"))
                .isEqualTo(json("{\"type\":\"refusal\",\"refusal\":\"No.\"}"));
    }

    @Test
    void whatCannotBeSaidIsLeftOut() {
        List<JsonNode> events = data(encode(List.of(START,
                new ChatEvent.PartStart(0, 0, new Part.Image(new Media("image/png", new Media.Inline("A")), List.of())),
                new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.PartStart(1, 0, new Part.Other("gemini", Json.EMPTY_OBJECT, List.of())),
                new ChatEvent.PartEnd(1, List.of()), new ChatEvent.PartStart(2, 1, Part.Text.of("B")),
                new ChatEvent.TextDelta(2, "C"), new ChatEvent.Finish(1, FinishReason.STOP, List.of()),
                new ChatEvent.Other("gemini", Json.EMPTY_OBJECT),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of()))));

        assertThat(types(events)).containsExactly("response.created", "response.in_progress", "response.completed");
    }

    @Test
    void aThoughtWithoutWordsIsLeftOut() {
        assertThat(types(data(encode(List.of(START,
                new ChatEvent.PartStart(0, 0, new Part.Reasoning("", List.of())), new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of())))))).containsExactly("response.created",
                        "response.in_progress", "response.completed");
    }

    @Test
    void anErrorIsTheLastEventAndHasItsNumber() {
        List<JsonNode> events = data(encode(List.of(START,
                new ChatEvent.Failure(new GatewayException(ErrorKind.OVERLOADED, "Busy.")),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of()))));

        assertThat(events).hasSize(3);
        assertThat(events.getLast()).isEqualTo(json("""
                {"type":"error","sequence_number":2,"message":"Busy.","param":null,"code":"overloaded","error":{
                "type":"server_error","message":"Busy.","param":null,"code":"overloaded"}}"""));
    }

    @Test
    void aStreamWithoutAFinishHasNoEnd() {
        assertThat(types(data(encode(List.of(START, new ChatEvent.PartStart(0, 0, Part.Text.of("")))))))
                .doesNotContain("response.completed", "response.incomplete", "response.failed");
    }

    @Test
    void aStreamOfThisDialectIsWrittenAsItCame() {
        String came = Streams.of(ANSWER);

        List<JsonNode> written = data(encode(decode(frames(came))));

        List<JsonNode> expected = data(came);
        assertThat(written.getLast().path("response")).isEqualTo(expected.getLast().path("response"));
        assertThat(written.getFirst().path("response")).isEqualTo(expected.getFirst().path("response"));
        for (String type : List.of("response.output_item.done", "response.content_part.done",
                "response.reasoning_summary_part.done")) {
            assertThat(ofType(written, type)).isEqualTo(ofType(expected, type));
        }
    }

    @Test
    void lineBreaksInWhatIsCarriedDoNotBreakTheFraming() {
        ChatEvent start = new ChatEvent.Start("r", "m",
                List.of(OpenAiResponses.extra("text", "{\r\n  \"verbosity\": \"low\"\n}")));

        assertThat(data(encode(List.of(start))).getFirst().at("/response/text/verbosity").asText()).isEqualTo("low");
    }

    @Test
    void aWholeAnswerIsStreamed() {
        List<JsonNode> written =
                data(encode(DIALECT.readResponse(Bytes.utf8(ANSWER)).events()));

        assertThat(written.getLast().at("/response/usage")).isEqualTo(json(ANSWER).path("usage"));
        assertThat(written.getLast().at("/response/output").findValuesAsText("encrypted_content"))
                .isEqualTo(json(ANSWER).path("output").findValuesAsText("encrypted_content"));
    }

    /** The items or parts of all events of a type. */
    private static List<JsonNode> ofType(List<JsonNode> events, String type) {
        return events.stream().filter(event -> event.path("type").asText().equals(type))
                .map(event -> event.has("item") ? event.path("item") : event.path("part"))
                .toList();
    }
}
