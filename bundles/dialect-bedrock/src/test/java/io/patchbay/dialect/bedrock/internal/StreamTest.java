package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.bedrock.internal.Fixtures.accumulate;
import static io.patchbay.dialect.bedrock.internal.Fixtures.decode;
import static io.patchbay.dialect.bedrock.internal.Fixtures.encode;
import static io.patchbay.dialect.bedrock.internal.Fixtures.event;
import static io.patchbay.dialect.bedrock.internal.Fixtures.json;
import static io.patchbay.dialect.bedrock.internal.Fixtures.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.testkit.EventStreams;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final List<Frame> FRAMES = List.of(
            event("messageStart", "{'role':'assistant','p':'ab'}"),
            delta(0, "{'reasoningContent':{'text':'Let me '}}"),
            delta(0, "{'reasoningContent':{'text':'see.'}}"),
            delta(0, "{'reasoningContent':{'signature':'c2ln'}}"),
            event("contentBlockStop", "{'contentBlockIndex':0}"),
            delta(1, "{'reasoningContent':{'redactedContent':'ZGF0YQ=='}}"),
            event("contentBlockStop", "{'contentBlockIndex':1}"),
            event("contentBlockStart",
                    "{'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'s','name':'search','type':'server_tool_use'}}}"),
            delta(2, "{'toolUse':{'input':'{\\'q\\''}}"),
            delta(2, "{'toolUse':{'input':':1}'}}"),
            event("contentBlockStop", "{'contentBlockIndex':2}"),
            event("contentBlockStart",
                    "{'contentBlockIndex':3,'start':{'toolResult':{'toolUseId':'s','type':'search_result'}}}"),
            delta(3, "{'toolResult':[{'text':'found'}]}"),
            event("contentBlockStop", "{'contentBlockIndex':3}"),
            delta(4, "{'text':'It is '}"),
            delta(4, "{'text':'blue.'}"),
            delta(4, "{'citation':{'title':'Sky','location':{'documentPage':{'start':1}}}}"),
            event("contentBlockStop", "{'contentBlockIndex':4}"),
            event("contentBlockStart",
                    "{'contentBlockIndex':5,'start':{'toolUse':{'toolUseId':'t','name':'look','x':1}}}"),
            delta(5, "{'toolUse':{'input':'{}'}}"),
            event("contentBlockStop", "{'contentBlockIndex':5}"),
            event("messageStop", "{'stopReason':'tool_use','additionalModelResponseFields':{'a':1}}"),
            event("metadata", "{'usage':{'inputTokens':5,'outputTokens':2,'totalTokens':10,'cacheReadInputTokens':1,"
                    + "'cacheWriteInputTokens':2},'metrics':{'latencyMs':9},'trace':{'guardrail':{}}}"));
    private static final String WHOLE = """
            {'output':{'message':{'role':'assistant','content':[
            {'reasoningContent':{'reasoningText':{'text':'Let me see.','signature':'c2ln'}}},
            {'reasoningContent':{'redactedContent':'ZGF0YQ=='}},
            {'toolUse':{'toolUseId':'s','name':'search','type':'server_tool_use','input':{'q':1}}},
            {'toolResult':{'toolUseId':'s','type':'search_result','content':[{'text':'found'}]}},
            {'citationsContent':{'content':[{'text':'It is blue.'}],'citations':[{'title':'Sky',
            'location':{'documentPage':{'start':1}}}]}},{'toolUse':{'toolUseId':'t','name':'look','input':{},'x':1}}]}},'stopReason':'tool_use',
            'additionalModelResponseFields':{'a':1},'usage':{'inputTokens':5,'outputTokens':2,'totalTokens':10,
            'cacheReadInputTokens':1,'cacheWriteInputTokens':2},'metrics':{'latencyMs':9},'trace':{'guardrail':{}}}"""
            .replace('\'', '"');

    @Test
    void aStreamAddsUpToTheWholeAnswer() {
        ChatResponse streamed = accumulate(decode(FRAMES));
        ChatResponse whole = DIALECT.readResponse(Bytes.utf8(WHOLE));

        assertThat(json(DIALECT.writeResponse(streamed))).isEqualTo(json(WHOLE));
        assertThat(json(DIALECT.writeResponse(whole))).isEqualTo(json(WHOLE));
        assertThat(streamed.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(whole.usage().inputTokens()).isEqualTo(8);
        assertThat(whole.text()).isEqualTo("It is blue.");
        assertThat(whole.candidates().getFirst().parts()).filteredOn(Part.ToolCall.class::isInstance).hasSize(1);
        assertThat(withoutServerSide(streamed)).isEqualTo(withoutServerSide(whole));
    }

    @Test
    void aStreamComesOutAgainEventByEvent() {
        List<JsonNode> written = Fixtures.events(encode(decode(FRAMES)));

        assertThat(written.stream().map(event -> event.fieldNames().next()).toList())
                .containsSubsequence("messageStart", "contentBlockDelta", "messageStop", "metadata");
        assertThat(accumulate(decode(EventStreams.frames(encode(decode(FRAMES))))))
                .isEqualTo(accumulate(decode(FRAMES)));
    }

    @Test
    void aWholeAnswerIsStreamedAsTheSame() {
        String whole = WHOLE.replace(",\"x\":1", "");
        Bytes stream = encode(DIALECT.readResponse(Bytes.utf8(whole)).events());

        assertThat(json(DIALECT.writeResponse(accumulate(decode(EventStreams.frames(stream)))))).isEqualTo(json(whole));
    }

    @Test
    void messagesHaveTheHeadersAndChecksumsThatSdksWant() {
        Frame first = EventStreams.frames(encode(List.of(new ChatEvent.Start("", "", List.of())))).getFirst();

        assertThat(EventStreams.headers(first.bytes().orElseThrow())).isEqualTo(Map.of(":event-type", "messageStart",
                ":content-type", "application/json", ":message-type", "event"));
        assertThat(first.data()).isEqualTo(Bytes.utf8("{\"role\":\"assistant\"}"));
        Bytes error = DIALECT.writeStreamError(new GatewayException(ErrorKind.RATE_LIMITED, "Slow down."));
        assertThat(EventStreams.headers(error)).isEqualTo(Map.of(":exception-type", "throttlingException",
                ":content-type", "application/json", ":message-type", "exception"));
        assertThat(EventStreams.frames(error)).extracting(frame -> frame.data().utf8())
                .containsExactly("{\"message\":\"Slow down.\"}");
    }

    @Test
    void anAnswerOfAnotherDialectIsOneBlockAfterTheOther() {
        List<ChatEvent> events = List.of(
                new ChatEvent.Start("id", "m", List.of()),
                new ChatEvent.PartStart(0, 0, new Part.Reasoning("", List.of())),
                new ChatEvent.ReasoningDelta(0, "Hm"),
                new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.PartStart(1, 1, Part.Text.of("")),
                new ChatEvent.TextDelta(1, "another candidate"),
                new ChatEvent.PartStart(2, 0, Part.Text.of("")),
                new ChatEvent.TextDelta(2, "Hi"),
                new ChatEvent.TextDelta(2, ""),
                new ChatEvent.PartEnd(2, List.of()),
                new ChatEvent.PartStart(3, 0, new Part.Citation("T", "http://c", "q", List.of())),
                new ChatEvent.PartEnd(3, List.of()),
                new ChatEvent.PartStart(4, 0, new Part.ToolCall("c", "f", new Json(""), List.of())),
                new ChatEvent.PartEnd(4, List.of()),
                new ChatEvent.PartStart(5, 0, new Part.Other("other", new Json("{}"), List.of())),
                new ChatEvent.PartEnd(5, List.of()),
                new ChatEvent.UsageReport(Usage.builder().inputTokens(9).cacheReadTokens(4).outputTokens(2).build()),
                new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()),
                new ChatEvent.Finish(1, FinishReason.STOP, List.of()));

        assertThat(Fixtures.events(encode(events))).containsExactly(
                quoted("{'messageStart':{'role':'assistant'}}"),
                quoted("{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'Hm'}}}}"),
                quoted("{'contentBlockStop':{'contentBlockIndex':0}}"),
                quoted("{'contentBlockDelta':{'contentBlockIndex':1,'delta':{'text':'Hi'}}}"),
                quoted("{'contentBlockDelta':{'contentBlockIndex':1,'delta':{'citation':{'title':'T','sourceContent':"
                        + "[{'text':'q'}],'location':{'web':{'url':'http://c'}}}}}}"),
                quoted("{'contentBlockStop':{'contentBlockIndex':1}}"),
                quoted("{'contentBlockStart':{'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'c','name':'f'}}}}"),
                quoted("{'contentBlockDelta':{'contentBlockIndex':2,'delta':{'toolUse':{'input':'{}'}}}}"),
                quoted("{'contentBlockStop':{'contentBlockIndex':2}}"),
                quoted("{'messageStop':{'stopReason':'tool_use'}}"),
                quoted("{'metadata':{'usage':{'inputTokens':5,'outputTokens':2,'totalTokens':11,'cacheReadInputTokens':4},"
                        + "'metrics':{'latencyMs':0}}}"));
    }

    @Test
    void anEventThatIsNotKnownIsPassedOn() {
        List<ChatEvent> events = decode(List.of(event("future", "{'x':1.50,'p':'a'}")));

        assertThat(Fixtures.events(encode(events)).getFirst()).isEqualTo(quoted("{'future':{'x':1.50}}"));
    }

    @Test
    void aBlockThatIsNotEndedEndsWithTheMessage() {
        ChatResponse response = accumulate(decode(List.of(delta(0, "{'text':'a'}"),
                delta(0, "{'reasoningContent':{'text':"
                        + "'b'}}"),
                delta(1, "{'text':'c'}"), delta(7, "{'future':{}}"),
                event("messageStop", "{'stopReason':'max_tokens'}"))));

        assertThat(response.candidates().getFirst().parts()).containsExactly(Part.Text.of("a"),
                new Part.Reasoning("b", List.of()), Part.Text.of("c"));
        assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void aCallIsAToolFinishWhateverTheModelSays() {
        List<Frame> frames = List.of(
                event("contentBlockStart", "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}"),
                event("messageStop", "{'stopReason':'end_turn'}"));

        assertThat(accumulate(decode(frames)).candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void anAnswerThatWasDemandedByAToolIsAText() {
        List<Frame> frames = List.of(event("contentBlockStart",
                "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t','name':'patchbay_answer'}}}"),
                delta(0, "{'toolUse':{'input':'[1,'}}"), delta(0, "{'toolUse':{'input':'2]'}}"),
                event("contentBlockStop", "{'contentBlockIndex':0}"),
                event("messageStop", "{'stopReason':'tool_use'}"));
        Candidate expected = new Candidate(List.of(Part.Text.of("[1,2]")), FinishReason.STOP, List.of());

        assertThat(accumulate(decode(frames)).candidates()).containsExactly(expected);
        assertThat(DIALECT.readResponse(Bytes.utf8("""
                {"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"t","name":"patchbay_answer",
                "input":[1,2]}}]}},"stopReason":"tool_use"}""")).candidates()).containsExactly(expected);
    }

    @Test
    void anExceptionIsAFailure() {
        Frame exception = EventStreams.frames(EventMessages.exception("modelStreamErrorException",
                Bytes.utf8("{\"originalStatusCode\":500,\"originalMessage\":\"Broken.\"}"))).getFirst();
        Frame error = EventStreams.frames(EventStreams.message(Map.of(":message-type", "error", ":error-code",
                "ThrottlingException", ":error-message", "Too many."), Bytes.EMPTY)).getFirst();

        assertThat(decode(List.of(exception))).singleElement().isInstanceOfSatisfying(ChatEvent.Failure.class,
                failure -> assertThat(failure.error()).hasMessage("Broken.")
                        .extracting(GatewayException::kind).isEqualTo(ErrorKind.UPSTREAM));
        assertThat(scanner().scan(error).error()).hasValueSatisfying(
                failure -> assertThat(failure).hasMessage("Too many.").extracting(GatewayException::kind)
                        .isEqualTo(ErrorKind.RATE_LIMITED));
        assertThat(scanner().scan(event("contentBlockDelta", "{")).error()).isPresent();
        assertThat(scanner().scan(event("contentBlockDelta", "[]")).error()).isPresent();
    }

    @Test
    void whatAFrameHoldsIsSeen() {
        assertThat(scanner().scan(FRAMES.get(0))).isEqualTo(Glimpse.NOTHING);
        assertThat(scanner().scan(delta(0, "{'text':''}"))).isEqualTo(Glimpse.NOTHING);
        assertThat(scanner().scan(delta(0, "{'text':'a'}"))).isEqualTo(Glimpse.CONTENT);
        assertThat(scanner().scan(delta(0, "{'reasoningContent':{'text':'a'}}"))).isEqualTo(Glimpse.CONTENT);
        assertThat(scanner().scan(event("contentBlockStop", "{'contentBlockIndex':0}"))).isEqualTo(Glimpse.NOTHING);
        Glimpse stop = scanner().scan(event("messageStop", "{'stopReason':'end_turn'}"));
        assertThat(stop.finish()).hasValue(FinishReason.STOP);
        assertThat(stop.last()).isFalse();
        Glimpse metadata = scanner().scan(FRAMES.getLast());
        assertThat(metadata.last()).isTrue();
        assertThat(metadata.usage().orElseThrow().totalTokens()).isEqualTo(10);
    }

    @Test
    void aMalformedEventIsAnErrorOfTheUpstreams() {
        for (Frame frame : List.of(event("contentBlockDelta", "{"),
                event("contentBlockDelta", "{'contentBlockIndex':0}"),
                event("contentBlockStart", "{}"), event("messageStop", "{}"), delta(0, "{'text':5}"))) {
            assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> decode(List.of(frame)))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
        }
    }

    private static FrameScanner scanner() {
        return DIALECT.scanner(Fixtures.scan("{\"messages\":[]}"));
    }

    private static Frame delta(int index, String delta) {
        return event("contentBlockDelta", "{'contentBlockIndex':" + index + ",'delta':" + delta + "}");
    }

    /** A response without blocks whose beginning and end are told apart in a stream. */
    private static ChatResponse withoutServerSide(ChatResponse response) {
        Candidate candidate = response.candidates().getFirst();
        List<Part> parts = candidate.parts().stream().filter(part -> !(part instanceof Part.Other)).toList();
        return new ChatResponse("", "", List.of(new Candidate(parts, candidate.finish(), candidate.extras())),
                response.usage(), response.extras());
    }
}
