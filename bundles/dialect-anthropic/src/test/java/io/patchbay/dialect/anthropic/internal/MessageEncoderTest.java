package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.data;
import static io.patchbay.dialect.anthropic.internal.Fixtures.decode;
import static io.patchbay.dialect.anthropic.internal.Fixtures.encode;
import static io.patchbay.dialect.anthropic.internal.Fixtures.encodeAtOnce;
import static io.patchbay.dialect.anthropic.internal.Fixtures.frames;
import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static io.patchbay.dialect.anthropic.internal.Fixtures.message;
import static io.patchbay.dialect.anthropic.internal.Fixtures.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers, streamed and whole, that came in this dialect or another one, as this dialect's clients want them. */
class MessageEncoderTest {
    private static final Usage USAGE = Usage.builder().inputTokens(17).cacheReadTokens(5).cacheWriteTokens(2)
            .outputTokens(9).reasoningTokens(4).build();
    private static final ChatResponse ANSWER = new ChatResponse("chatcmpl-1", "m", List.of(new Candidate(List.of(
            new Part.Reasoning("Hm", List.of()), Part.Text.of(""), Part.Text.of("Hi"), call("call:1", "f", "{\"x\":1}"),
            call("b", "g", ""), new Part.Citation("t", "u", "q", List.of()),
            new Part.Image(new Media("image/png", new Media.Inline("AA")), List.of())), FinishReason.STOP, List.of())),
            USAGE, List.of());

    private static Part call(String id, String name, String arguments) {
        return new Part.ToolCall(id, name, new Json(arguments), List.of());
    }

    private static ChatEvent.PartStart begins(int index, Part part) {
        return new ChatEvent.PartStart(index, 0, part);
    }

    private static final ChatEvent START = new ChatEvent.Start("", "m", List.of());
    private static final ChatEvent FINISH = new ChatEvent.Finish(0, FinishReason.STOP, List.of());

    private static List<String> types(String stream) {
        return data(stream).stream().map(event -> event.path("type").asText()).toList();
    }

    @Test
    void anAnswerOfAnotherDialectIsTheSameStreamedAndWhole() {
        JsonNode expected = single("""
                {'id':'chatcmpl-1','type':'message','role':'assistant','model':'m','content':[
                {'type':'thinking','thinking':'Hm','signature':''},{'type':'text','text':'Hi'},
                {'type':'tool_use','id':'pbid_Y2FsbDox','name':'f','input':{'x':1}},
                {'type':'tool_use','id':'b','name':'g','input':{}}],'stop_reason':'tool_use','stop_sequence':null,
                'usage':{'input_tokens':10,'cache_creation_input_tokens':2,'cache_read_input_tokens':5,
                'output_tokens':9,'output_tokens_details':{'thinking_tokens':4}}}""");

        assertThat(json(DIALECT.writeResponse(ANSWER))).isEqualTo(expected);
        assertThat(message(data(encode(ANSWER.events())))).isEqualTo(expected);
        assertThat(message(data(encodeAtOnce(ANSWER.events())))).isEqualTo(expected);
    }

    @Test
    void everyEventNamesItsTypeInTheFramingToo() {
        for (Frame frame : frames(encode(ANSWER.events()))) {
            assertThat(frame.type()).isEqualTo(json(frame.data()).path("type").asText());
        }
    }

    @Test
    void thereIsOneStartWithUsageOneStopPerBlockAndOneEnd() {
        String stream = encode(ANSWER.events());

        assertThat(types(stream)).containsExactly("message_start", "content_block_start", "content_block_delta",
                "content_block_stop", "content_block_start", "content_block_delta", "content_block_stop",
                "content_block_start", "content_block_delta", "content_block_stop", "content_block_start",
                "content_block_stop", "message_delta", "message_stop");
        JsonNode message = data(stream).getFirst().path("message");
        assertThat(message.path("content")).isEqualTo(json("[]"));
        assertThat(message.path("usage").path("input_tokens").isNumber()).isTrue();
        assertThat(message.path("stop_reason").isNull()).isTrue();
    }

    @Test
    void aTextIsForwardedAsItArrives() {
        EventEncoder encoder = DIALECT.encoder(Fixtures.chat("{}"));

        assertThat(types(encoder.encode(List.of(START)).utf8())).containsExactly("message_start");
        assertThat(encoder.encode(List.of(begins(0, Part.Text.of("")))).isEmpty()).isTrue();
        assertThat(types(encoder.encode(List.of(new ChatEvent.TextDelta(0, "a"))).utf8()))
                .containsExactly("content_block_start", "content_block_delta");
        assertThat(types(encoder.encode(List.of(new ChatEvent.TextDelta(0, "b"))).utf8()))
                .containsExactly("content_block_delta");
        assertThat(encoder.contentType()).isEqualTo("text/event-stream");
    }

    @Test
    void blocksNeverOverlapWhenCallsAreInterleaved() {
        String stream = encode(List.of(START, begins(0, call("a", "f", "")), begins(1, call("b", "g", "")),
                new ChatEvent.ToolCallDelta(1, "{\"b\""), new ChatEvent.ToolCallDelta(0, "{\"a\":1}"),
                new ChatEvent.ToolCallDelta(1, ":2}"), new ChatEvent.PartEnd(1, List.of()),
                new ChatEvent.PartEnd(0, List.of()), new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()),
                new ChatEvent.UsageReport(USAGE)));

        assertThat(message(data(stream)).path("content")).isEqualTo(single("""
                [{'type':'tool_use','id':'a','name':'f','input':{'a':1}},
                {'type':'tool_use','id':'b','name':'g','input':{'b':2}}]"""));
    }

    @Test
    void whatIsOpenAtTheFinishIsEnded() {
        String stream = encode(List.of(START, begins(0, Part.Text.of("")), new ChatEvent.TextDelta(0, "a"), FINISH));

        assertThat(message(data(stream)).path("content")).isEqualTo(single("[{'type':'text','text':'a'}]"));
        assertThat(types(stream)).endsWith("content_block_stop", "message_delta", "message_stop");
    }

    @Test
    void usageThatComesAfterTheFinishIsInTheMessageDelta() {
        String stream = encode(List.of(START, FINISH, new ChatEvent.UsageReport(USAGE)));
        JsonNode delta = data(stream).get(1);

        assertThat(delta.path("type").asText()).isEqualTo("message_delta");
        assertThat(delta.path("usage").path("output_tokens").asInt()).isEqualTo(9);
        assertThat(delta.path("usage").path("input_tokens").asInt()).isEqualTo(10);
        assertThat(types(stream)).containsExactly("message_start", "message_delta", "message_stop");
    }

    @Test
    void aRefusalIsATextAndItsReasonIsSaid() {
        ChatResponse refused = new ChatResponse("", "m", List.of(new Candidate(
                List.of(new Part.Refusal("No.", List.of())), FinishReason.CONTENT_FILTER, List.of())), Usage.NONE,
                List.of());
        JsonNode whole = json(DIALECT.writeResponse(refused));

        assertThat(whole.path("content")).isEqualTo(single("[{'type':'text','text':'No.'}]"));
        assertThat(whole.path("stop_reason").asText()).isEqualTo("refusal");
        assertThat(whole.path("id").asText()).startsWith("msg_").hasSizeGreaterThan(20);
        assertThat(message(data(encode(refused.events()))).path("content")).isEqualTo(whole.path("content"));
    }

    @Test
    void aRefusalInWordsIsTheReasonToStop() {
        ChatResponse refused = new ChatResponse("", "m", List.of(new Candidate(
                List.of(new Part.Refusal("No.", List.of())), FinishReason.STOP, List.of())), Usage.NONE, List.of());

        assertThat(json(DIALECT.writeResponse(refused)).path("stop_reason").asText()).isEqualTo("refusal");
        assertThat(message(data(encode(refused.events()))).path("stop_reason").asText()).isEqualTo("refusal");
    }

    @Test
    void blankTextsAreLeftOutAndWhiteSpaceBeforeWordsIsKept() {
        String blank = encode(List.of(START, begins(0, Part.Text.of("")), new ChatEvent.TextDelta(0, "\n\n"),
                new ChatEvent.PartEnd(0, List.of()), begins(1, Part.Text.of("")), new ChatEvent.TextDelta(1, "\n"),
                new ChatEvent.TextDelta(1, "a"), new ChatEvent.PartEnd(1, List.of()), FINISH));

        assertThat(message(data(blank)).path("content")).isEqualTo(json("[{\"type\":\"text\",\"text\":\"\\na\"}]"));
    }

    @Test
    void callsWithoutIdsGetSomeThatNeverComeAgain() {
        ChatResponse unnamed = new ChatResponse("", "m", List.of(new Candidate(
                List.of(call("", "f", "{}"), call("", "f", "{}")), FinishReason.TOOL_CALLS, List.of())), Usage.NONE,
                List.of());

        assertThat(json(DIALECT.writeResponse(unnamed)).path("content").findValuesAsText("id"))
                .doesNotHaveDuplicates().allMatch(id -> id.matches("toolu_[0-9a-f]{32}"));
    }

    @Test
    void anErrorIsTheLastEvent() {
        String stream = encode(List.of(START, begins(0, Part.Text.of("")), new ChatEvent.TextDelta(0, "a"),
                new ChatEvent.Failure(new GatewayException(ErrorKind.OVERLOADED, "Busy.")),
                new ChatEvent.TextDelta(0, "b")));

        assertThat(types(stream)).containsExactly("message_start", "content_block_start", "content_block_delta",
                "error");
        assertThat(data(stream).getLast().at("/error/type").asText()).isEqualTo("overloaded_error");
    }

    @Test
    void aCutStreamIsNotEndedAsIfItWereComplete() {
        assertThat(types(encode(List.of(START, begins(0, Part.Text.of("")), new ChatEvent.TextDelta(0, "a")))))
                .doesNotContain("message_delta", "message_stop");
    }

    @Test
    void otherCandidatesAreLeftOut() {
        ChatResponse two = new ChatResponse("", "m", List.of(
                new Candidate(List.of(Part.Text.of("a")), FinishReason.STOP, List.of()),
                new Candidate(List.of(Part.Text.of("b")), FinishReason.LENGTH, List.of())), Usage.NONE, List.of());

        assertThat(message(data(encode(two.events()))).path("content"))
                .isEqualTo(single("[{'type':'text','text':'a'}]"));
        assertThat(message(data(encode(two.events()))).path("stop_reason").asText()).isEqualTo("end_turn");
    }

    @Test
    void aStreamOfThisDialectIsTheSameMessageWhenWrittenAnew() {
        FrameDecoder decoder = DIALECT.decoder();
        EventEncoder encoder = DIALECT.encoder(Fixtures.chat("{}"));
        StringBuilder stream = new StringBuilder();
        frames(MessageStreams.FULL)
                .forEach(frame -> stream.append(encoder.encode(decoder.decode(frame)).utf8()));
        stream.append(encoder.end().utf8());

        assertThat(message(data(stream.toString()))).isEqualTo(message(data(MessageStreams.FULL)));
        assertThat(message(data(encodeAtOnce(decode(frames(MessageStreams.FULL))))))
                .isEqualTo(message(data(MessageStreams.FULL)));
    }

    @Test
    void aFrameThatAFilterChangesFitsBetweenThoseThatPass() {
        FrameDecoder decoder = DIALECT.decoder();
        EventEncoder encoder = DIALECT.encoder(Fixtures.chat("{}"));
        StringBuilder stream = new StringBuilder();
        int number = 0;
        for (Frame frame : frames(MessageStreams.FULL)) {
            List<ChatEvent> events = decoder.decode(frame);
            Bytes written = encoder.encode(events);
            boolean passes = number++ % 2 == 0 || events.isEmpty();
            stream.append(passes ? frame.bytes().orElseThrow().utf8() : written.utf8());
        }

        assertThat(message(data(stream.toString()))).isEqualTo(message(data(MessageStreams.FULL)));
    }

    @Test
    void aWholeAnswerOfThisDialectStreamsToTheSameMessage() {
        Bytes whole = Bytes.utf8(AnthropicMessagesContractTest.WHOLE);

        assertThat(message(data(encodeAtOnce(DIALECT.readResponse(whole).events())))).isEqualTo(json(whole));
    }

    @Test
    void anEventThatOnlyThisDialectKnowsIsPassedOn() {
        String stream = encode(List.of(START, new ChatEvent.Other("anthropic-messages",
                new Json("{\"type\":\"future\",\n\"x\":1.50}")), new ChatEvent.Other("gemini", new Json("{}"))));

        assertThat(stream).contains("event: future\ndata: {\"type\":\"future\", \"x\":1.50}\n\n");
        assertThat(types(stream)).containsExactly("message_start", "future");
    }
}
