package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.cohere.internal.Fixtures.STREAM;
import static io.patchbay.dialect.cohere.internal.Fixtures.accumulate;
import static io.patchbay.dialect.cohere.internal.Fixtures.decode;
import static io.patchbay.dialect.cohere.internal.Fixtures.encode;
import static io.patchbay.dialect.cohere.internal.Fixtures.event;
import static io.patchbay.dialect.cohere.internal.Fixtures.events;
import static io.patchbay.dialect.cohere.internal.Fixtures.frames;
import static io.patchbay.dialect.cohere.internal.Fixtures.glimpse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams, read, written and scanned. */
class StreamTest {
    private static final String END = "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}";

    @Test
    void everyEventIsReadAndWrittenAsItCameInOrderAndOnce() {
        // The log probabilities of a piece follow it in an event of their own.
        List<String> types = events(encode(decode(frames(STREAM)))).stream()
                .map(each -> each.path("type").asText()).toList();
        List<String> came = new ArrayList<>(events(STREAM).stream().map(each -> each.path("type").asText()).toList());
        came.add(came.indexOf("content-delta"), "content-delta");

        assertThat(types).isEqualTo(came);
    }

    @Test
    void parallelCallsKeepTheirIdsAndArguments() {
        ChatResponse response = accumulate(decode(frames(STREAM)));

        assertThat(response.candidates().getFirst().parts().stream().filter(Part.ToolCall.class::isInstance))
                .containsExactly(new Part.ToolCall("a", "f", new Json("{\"x\":1}"), List.of()),
                        new Part.ToolCall("b", "g", new Json("{}"), List.of()));
        assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(response.usage().inputTokens()).isEqualTo(90);
        assertThat(response.usage().cacheReadTokens()).isEqualTo(8);
    }

    @Test
    void aCallIsAToolFinishWhateverTheWord() {
        String start = """
                {"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a","type":"function",
                "function":{"name":"f","arguments":""}}}}}""";
        FrameScanner scanner = DIALECT.scanner(WireRequest.builder(CohereV2.NAME, Operation.CHAT).build());
        scanner.scan(event(start));

        assertThat(scanner.scan(event(END)).finish()).hasValue(FinishReason.TOOL_CALLS);
        assertThat(decode(start, END)).endsWith(new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.Finish(0, FinishReason.TOOL_CALLS,
                        List.of(CohereV2.extra("finish_reason", "\"COMPLETE\""))));
        assertThat(events(encode(decode(start, END))).getLast().at("/delta/finish_reason").asText())
                .isEqualTo("TOOL_CALL");
    }

    @Test
    void aCallWithoutArgumentsIsOpenedAndClosed() {
        List<ChatEvent> events = decode("""
                {"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a","type":"function",
                "function":{"name":"f"}}}}}""", "{\"type\":\"tool-call-end\",\"index\":0}", END);

        assertThat(events.subList(0, 2)).containsExactly(
                new ChatEvent.PartStart(0, 0, new Part.ToolCall("a", "f", new Json(""), List.of())),
                new ChatEvent.PartEnd(0, List.of()));
    }

    @Test
    void argumentsAreForwardedAsTheyArriveAndSayNothingElse() {
        String stream = encode(decode(frames(STREAM)));

        assertThat(events(stream)).filteredOn(each -> each.path("type").asText().equals("tool-call-delta"))
                .allSatisfy(each -> assertThat(each.at("/delta/message/tool_calls").toString())
                        .matches("\\{\"function\":\\{\"arguments\":\".+\"}}"));
    }

    @Test
    void anAnswerFromAnotherDialectIsAStreamOfTheRightOrder() {
        List<ChatEvent> said = List.of(new ChatEvent.Start("i", "m", List.of()),
                new ChatEvent.UsageReport(Usage.of(1, 0)),
                new ChatEvent.PartStart(0, 0, new Part.Reasoning("", List.of())),
                new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.PartStart(1, 0, new Part.Reasoning("", List.of())),
                new ChatEvent.ReasoningDelta(1, "Hm"), new ChatEvent.ReasoningDelta(1, "m"),
                new ChatEvent.PartEnd(1, List.of()), new ChatEvent.PartStart(2, 0, Part.Text.of("")),
                new ChatEvent.TextDelta(2, "So."),
                new ChatEvent.PartStart(3, 0, new Part.Citation("T", "https://t.example", "So", List.of())),
                new ChatEvent.PartEnd(3, List.of()), new ChatEvent.PartEnd(2, List.of()),
                new ChatEvent.PartStart(4, 0, new Part.ToolCall("a", "f", new Json(""), List.of())),
                new ChatEvent.ToolCallDelta(4, "{}"), new ChatEvent.PartEnd(4, List.of()),
                new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()),
                new ChatEvent.UsageReport(Usage.of(1, 7)));
        String stream = encode(said);

        assertThat(events(stream)).extracting(each -> each.path("type").asText() + each.path("index").asText(""))
                .containsExactly("message-start", "content-start0", "content-delta0", "content-delta0", "content-end0",
                        "content-start1", "content-delta1", "citation-start0", "citation-end0", "content-end1",
                        "tool-call-start0", "tool-call-delta0", "tool-call-end0", "message-end");
        assertThat(events(stream).getFirst().at("/delta/message/content").isArray()).isTrue();
        assertThat(events(stream).getLast().at("/delta/usage/tokens/output_tokens").asInt()).isEqualTo(7);
        assertThat(stream).endsWith("\n\ndata: [DONE]\n\n").containsOnlyOnce("[DONE]");
        assertThat(frames(stream)).filteredOn(frame -> !frame.type().isEmpty())
                .allSatisfy(frame -> assertThat(frame.data().utf8()).contains("\"type\":\"" + frame.type() + "\""));
    }

    @Test
    void aStreamThatWasCutHasNoEnd() {
        List<Frame> frames = frames(STREAM);
        List<ChatEvent> events = decode(frames.subList(0, frames.size() - 2));

        assertThat(events).noneMatch(ChatEvent.Finish.class::isInstance);
        assertThat(encode(events)).doesNotContain("message-end").doesNotContain("[DONE]");
    }

    @Test
    void nothingFollowsTheEnd() {
        assertThat(decode(END, END, """
                {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"late"}}}}""")).hasSize(1);
    }

    @Test
    void whatIsLeftOpenIsClosedAtTheEnd() {
        assertThat(decode("{\"type\":\"content-start\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"type\":\"text\",\"text\":\"a\"}}}}", END)).containsExactly(
                        new ChatEvent.PartStart(0, 0, Part.Text.of("")), new ChatEvent.TextDelta(0, "a"),
                        new ChatEvent.PartEnd(0, List.of()), new ChatEvent.Finish(0, FinishReason.STOP, List.of()));
    }

    @Test
    void aBlockThatNobodyStartedBeginsWithItsFirstPiece() {
        assertThat(accumulate(decode("""
                {"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"Hm"}}}}""", """
                {"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"m"}}}}""", END))
                .candidates().getFirst().parts()).containsExactly(new Part.Reasoning("Hmm", List.of()));
    }

    @Test
    void anEventOfANewKindIsCarriedAlong() {
        String debug = "{\"type\":\"debug\",\"prompt\":\"p\"}";

        assertThat(events(encode(decode(debug, END))).getFirst()).isEqualTo(Fixtures.json(debug));
        assertThat(glimpse(Operation.CHAT, event(debug))).isEqualTo(Glimpse.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"message-end\",\"delta\":{\"error\":\"Out of order.\",\"finish_reason\":\"ERROR\"}}",
        "{\"message\":\"Out of order.\"}"})
    void anErrorInAStreamIsAFailure(String data) {
        assertThat(glimpse(Operation.CHAT, event(data)).error()).hasValueSatisfying(
                error -> assertThat(error.message()).isEqualTo("Out of order."));
        assertThat(decode(data)).singleElement().isInstanceOfSatisfying(ChatEvent.Failure.class,
                failure -> assertThat(failure.error().message()).isEqualTo("Out of order."));
    }

    @Test
    void anErrorEndsTheStreamInThisDialect() {
        GatewayException error = new GatewayException(ErrorKind.OVERLOADED, "Busy.");
        String stream = encode(List.of(new ChatEvent.Start("i", "m", List.of()), new ChatEvent.Failure(error),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of())));

        assertThat(events(stream)).hasSize(2).last().isEqualTo(Fixtures.json(
                "{\"type\":\"message-end\",\"delta\":{\"error\":\"Busy.\",\"finish_reason\":\"ERROR\"}}"));
        assertThat(stream).endsWith(DIALECT.writeStreamError(error).utf8());
    }

    @Test
    void aPieceOfACallThatNeverBeganIsMalformed() {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> decode(
                        """
                {"type":"tool-call-delta","index":3,"delta":{"message":{"tool_calls":{"function":{"arguments":"x"}}}}}"""))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"citations\":[]}", "{\"citations\":{}}", "{\"citations\":{\"sources\":[null,{\"type\":"
            + "\"file\",\"file\":{\"id\":\"f\"}}]}}",
        "{\"citations\":null}", "{}"})
    void aCitationOfAnyShapeDoesNotCrash(String message) {
        assertThat(decode("{\"type\":\"citation-start\",\"index\":0,\"delta\":{\"message\":" + message + "}}", END))
                .isNotEmpty();
    }

    @Test
    void theUpstreamsCommentsSayNothing() {
        Frame comment = frames(": hello\n\n").getFirst();

        assertThat(glimpse(Operation.CHAT, comment)).isEqualTo(Glimpse.NOTHING);
        assertThat(decode(List.of(comment))).isEmpty();
    }
}
