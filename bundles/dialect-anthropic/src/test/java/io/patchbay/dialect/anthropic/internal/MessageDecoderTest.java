package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.accumulate;
import static io.patchbay.dialect.anthropic.internal.Fixtures.data;
import static io.patchbay.dialect.anthropic.internal.Fixtures.decode;
import static io.patchbay.dialect.anthropic.internal.Fixtures.frames;
import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static io.patchbay.dialect.anthropic.internal.Fixtures.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTest {
    private static final String START = "{'type':'message_start','message':{'id':'m','model':'c','content':[]}}";
    private static final String CALL = "{'type':'content_block_start','index':0,'content_block':"
            + "{'type':'tool_use','id':'t','name':'f','input':{}}}";
    private static final String STOP = "{'type':'content_block_stop','index':0}";
    private static final String TEXT =
            "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}";

    private static String text(String text) {
        return "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'" + text + "'}}";
    }

    private static String end(String word) {
        return "{'type':'message_delta','delta':{'stop_reason':'" + word + "'},'usage':{'output_tokens':2}}";
    }

    @Test
    void everyKindOfBlockAddsUpToTheWholeMessage() {
        ChatResponse response = accumulate(decode(frames(MessageStreams.FULL)));

        assertThat(json(DIALECT.writeResponse(response))).isEqualTo(message(data(MessageStreams.FULL)));
        assertThat(response.text()).isEqualTo("It is blue 🦊.");
        assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(response.usage().inputTokens()).isEqualTo(17);
        assertThat(response.usage().outputTokens()).isEqualTo(30);
        assertThat(response.usage().reasoningTokens()).isEqualTo(4);
        assertThat(response.candidates().getFirst().parts()).filteredOn(Part.Citation.class::isInstance)
                .singleElement().isInstanceOfSatisfying(Part.Citation.class, citation -> {
                    assertThat(citation.title()).isEqualTo("Sky");
                    assertThat(citation.url()).isEqualTo("http://s");
                    assertThat(citation.quote()).isEqualTo("blue");
                });
    }

    @Test
    void aSignatureIsKeptByteForByte() {
        ChatResponse response = accumulate(decode(frames(MessageStreams.FULL)));

        assertThat(response.candidates().getFirst().parts().getFirst().extras())
                .contains(AnthropicMessages.extra("signature", "\"c2ln+/=\""));
        assertThat(DIALECT.writeResponse(response).utf8()).contains("\"signature\":\"c2ln+/=\"");
    }

    @Test
    void argumentsAreForwardedAsTheyArrive() {
        String piece = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                + "\"partial_json\":\"%s\"}}";
        assertThat(
                decode(START, CALL, piece.formatted(""), piece.formatted("{\\\"a"), piece.formatted("\\\":1}"), STOP))
                .filteredOn(ChatEvent.ToolCallDelta.class::isInstance)
                .containsExactly(new ChatEvent.ToolCallDelta(0, "{\"a"), new ChatEvent.ToolCallDelta(0, "\":1}"));
    }

    @Test
    void aCallWithoutArgumentsHasAnEmptyObjectOfThem() {
        assertThat(decode(START, CALL, STOP)).filteredOn(ChatEvent.ToolCallDelta.class::isInstance)
                .containsExactly(new ChatEvent.ToolCallDelta(0, "{}"));
    }

    @Test
    void aCallThatComesAtOnceIsReadAtOnce() {
        assertThat(decode(START, CALL.replace("{}", "{'a':1}"), STOP))
                .filteredOn(ChatEvent.ToolCallDelta.class::isInstance)
                .containsExactly(new ChatEvent.ToolCallDelta(0, "{\"a\":1}"));
    }

    @Test
    void aCallIsAToolFinishAlsoWhereAVendorSaysEndTurn() {
        assertThat(accumulate(decode(START, CALL, STOP, end("end_turn"))).candidates().getFirst().finish())
                .isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void theAnswerToolIsAText() {
        String start = CALL.replace("'f'", "'patchbay_answer'");
        String piece = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                + "\"partial_json\":\"{\\\"z\\\":1}\"}}";
        ChatResponse streamed = accumulate(decode(START, start, piece, STOP, end("tool_use")));
        ChatResponse whole = DIALECT.readResponse(Bytes.utf8(Fixtures.quoted(
                "{'content':[{'type':'tool_use','id':'t','name':'patchbay_answer','input':{'z':1}}],"
                        + "'stop_reason':'tool_use','usage':{'output_tokens':2}}")));

        for (ChatResponse response : List.of(streamed, whole)) {
            assertThat(response.text()).isEqualTo("{\"z\":1}");
            assertThat(response.candidates().getFirst().parts()).hasSize(1);
            assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void besideTheAnswerToolACallIsStillACall() {
        String other = CALL.replace("'index':0", "'index':1");
        assertThat(accumulate(decode(START, CALL.replace("'f'", "'patchbay_answer'"), STOP, other,
                STOP.replace('0', '1'), end("tool_use"))).candidates().getFirst().finish())
                .isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void blocksThatAVendorDoesNotEndAreEnded() {
        List<ChatEvent> events = decode(START, TEXT, text("a"), CALL, end("tool_use"), "{'type':'message_stop'}");

        assertThat(events).filteredOn(ChatEvent.PartEnd.class::isInstance)
                .containsExactly(new ChatEvent.PartEnd(0, List.of()), new ChatEvent.PartEnd(1, List.of()));
        assertThat(accumulate(events).text()).isEqualTo("a");
    }

    @Test
    void thereIsOneFinish() {
        assertThat(decode(START, end("end_turn"), end("end_turn"))).filteredOn(ChatEvent.Finish.class::isInstance)
                .hasSize(1);
    }

    @Test
    void pingsCommentsAndOtherEndsSayNothing() {
        assertThat(decode("{'type':'ping'}", "{'type':'message_stop'}", "[DONE]")).isEmpty();
        assertThat(DIALECT.decoder().decode(Frame.of(Bytes.utf8(": a\n\n"), "", Bytes.EMPTY))).isEmpty();
    }

    @Test
    void anEventThatNobodyKnowsIsCarried() {
        assertThat(decode("{'type':'future','x':1.50}")).singleElement().isInstanceOf(ChatEvent.Other.class);
    }

    @Test
    void aStreamWithoutAReasonToStopIsNotComplete() {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> accumulate(decode(START, TEXT, text("a"), STOP, "{'type':'message_stop'}")))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "7", "{'type':'message_start'}", "{'type':'content_block_start','index':0}",
        "{'type':'content_block_delta','index':3,'delta':{'type':'text_delta','text':'a'}}",
        "{'type':'content_block_stop','index':0}",
        "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use'}}"})
    void aMalformedEventIsTheUpstreamsError(String data) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> decode(data))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }
}
