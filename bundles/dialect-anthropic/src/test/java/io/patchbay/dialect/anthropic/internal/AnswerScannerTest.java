package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.event;
import static io.patchbay.dialect.anthropic.internal.Fixtures.frames;
import static io.patchbay.dialect.anthropic.internal.Fixtures.glimpse;
import static io.patchbay.dialect.anthropic.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScannerTest {
    @Test
    void usageOfTheBeginningAndTheEndAddsUp() {
        FrameScanner scanner = DIALECT.scanner(Fixtures.chat("{}"));
        List<Usage> seen = new ArrayList<>();
        frames(MessageStreams.FULL).forEach(frame -> scanner.scan(frame).usage().ifPresent(seen::add));

        assertThat(seen).containsExactly(
                Usage.builder().inputTokens(17).cacheReadTokens(5).cacheWriteTokens(2).outputTokens(1).build(),
                Usage.builder().inputTokens(17).cacheReadTokens(5).cacheWriteTokens(2).outputTokens(30)
                        .reasoningTokens(4).build());
    }

    @Test
    void tokensOfOtherPassesAreNotTaken() {
        assertThat(glimpse(whole("{'type':'message','content':[],'stop_reason':'end_turn','usage':{'input_tokens':1,"
                + "'output_tokens':2,'iterations':[{'input_tokens':100,'output_tokens':100}],"
                + "'cache_creation':{'ephemeral_5m_input_tokens':9}}}")).usage()).hasValue(Usage.of(1, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}} | false",
        "{'type':'content_block_start','index':0,'content_block':{'thinking':'','type':'thinking'}} | false",
        "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':'a'}} | true",
        "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'a','name':'b'}} | true",
        "{'type':'content_block_start','index':0,'content_block':{'type':'redacted_thinking','data':'a'}} | true",
        "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':''}} | false",
        "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'a'}} | true",
        "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':''}} | false",
        "{'type':'content_block_delta','index':0,'delta':{'type':'citations_delta','citation':{}}} | true",
        "{'type':'content_block_stop','index':0} | false", "{'type':'ping'} | false", "{'type':'new_thing'} | false",
        "{'type':'message_start','message':{'content':[]}} | false",
        "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{}} | true"})
    void usefulIsWhatAClientWaitsFor(String data, boolean useful) {
        Glimpse glimpse = glimpse(event(data));

        assertThat(glimpse.useful()).isEqualTo(useful);
        assertThat(glimpse.error()).isEmpty();
        assertThat(glimpse.last()).isFalse();
    }

    @Test
    void theTypeMayStandInTheFramingAlone() {
        String data = "{}";
        assertThat(glimpse(Frame.of(Bytes.utf8("event: message_stop\ndata: {}\n\n"), "message_stop", Bytes.utf8(data))))
                .isEqualTo(Glimpse.LAST);
    }

    @Test
    void messageStopIsTheEndAndWhatVendorsAddIsNothing() {
        assertThat(glimpse(event("{'type':'message_stop'}"))).isEqualTo(Glimpse.LAST);
        assertThat(glimpse(event("[DONE]"))).isEqualTo(Glimpse.NOTHING);
        assertThat(glimpse(Frame.of(Bytes.utf8(": hello\n\n"), "", Bytes.EMPTY))).isEqualTo(Glimpse.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "[]", "null", "{", "<html>", "{'type':'message','content':{}}",
        "{'choices':[]}"})
    void aBodyThatIsNoAnswerIsAnError(String body) {
        assertThat(glimpse(whole(body)).error().orElseThrow().kind()).isEqualTo(ErrorKind.UPSTREAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "[]", "7", "{'type':'ping'", "<html>"})
    void anEventThatIsNoneIsAnError(String data) {
        assertThat(glimpse(event(data)).error().orElseThrow().kind()).isEqualTo(ErrorKind.UPSTREAM);
    }

    @Test
    void anAnswerWithoutAReasonToStopIsNotFinished() {
        Glimpse glimpse = glimpse(whole("{'type':'message','content':[],'stop_reason':null,'usage':{}}"));

        assertThat(glimpse.finish()).isEmpty();
        assertThat(glimpse.error()).isEmpty();
    }

    @Test
    void aTokenCountIsAnAnswerToItsOperationOnly() {
        WireRequest count = WireRequest.builder(AnthropicMessages.NAME, AnthropicMessages.COUNT_TOKENS).build();
        Glimpse glimpse = DIALECT.scanner(count).scan(whole("{'input_tokens':2095}"));

        assertThat(glimpse.useful()).isTrue();
        assertThat(glimpse.usage()).isEmpty();
        assertThat(glimpse.error()).isEmpty();
        assertThat(DIALECT.scanner(count).scan(whole("{'content':[]}")).error()).isPresent();
        assertThat(glimpse(whole("{'input_tokens':2095}")).error()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"end_turn,STOP", "stop_sequence,STOP_SEQUENCE", "max_tokens,LENGTH",
        "model_context_window_exceeded,LENGTH", "tool_use,TOOL_CALLS", "refusal,REFUSAL", "pause_turn,OTHER",
        "new_reason,OTHER"})
    void reasonsToStop(String word, FinishReason reason) {
        String body = "{'type':'message','content':[],'stop_reason':'" + word + "','usage':{'input_tokens':1}}";

        assertThat(glimpse(whole(body)).finish()).hasValue(reason);
        assertThat(DIALECT.readResponse(Bytes.utf8(Fixtures.quoted(body))).candidates().getFirst().finish())
                .isEqualTo(reason);
        assertThat(Fixtures.json(DIALECT.writeResponse(DIALECT.readResponse(Bytes.utf8(Fixtures.quoted(body)))))
                .path("stop_reason").asText()).isEqualTo(word);
    }
}
