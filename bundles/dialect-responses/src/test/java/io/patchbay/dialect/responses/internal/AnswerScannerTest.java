package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.event;
import static io.patchbay.dialect.responses.internal.Fixtures.glimpse;
import static io.patchbay.dialect.responses.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScannerTest {
    @Test
    void aWholeAnswerTellsFinishAndUsage() {
        Glimpse glimpse = glimpse(whole(Fixtures.ANSWER));

        assertThat(glimpse.finish()).hasValue(FinishReason.TOOL_CALLS);
        assertThat(glimpse.usage()).hasValue(Usage.builder().inputTokens(9).cacheReadTokens(8).outputTokens(14)
                .reasoningTokens(3).build());
        assertThat(glimpse.useful()).isTrue();
        assertThat(glimpse.last()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'status':'completed','output':[]| STOP",
        "'output':[{'type':'function_call'}],'status':'completed'| TOOL_CALLS",
        "'output':[{'type':'web_search_call'}],'status':'completed'| STOP",
        "'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'},'output':[]| LENGTH",
        "'status':'incomplete','incomplete_details':{'reason':'content_filter'},'output':[]| CONTENT_FILTER",
        "'status':'incomplete','output':[{'type':'function_call'}]| LENGTH",
        "'status':'queued','output':[]| OTHER"}, quoteCharacter = '`')
    void theStatusTellsTheFinish(String members, FinishReason finish) {
        String response = "{" + members.replace('\'', '"') + "}";

        assertThat(glimpse(whole(response)).finish()).hasValue(finish);
        if (finish != FinishReason.OTHER) {
            String type = members.contains("incomplete'") ? "incomplete" : "completed";
            Glimpse last = glimpse(event("{\"type\":\"response." + type + "\",\"response\":" + response + "}"));
            assertThat(last.finish()).hasValue(finish);
            assertThat(last.last()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.output_text.delta", "response.refusal.delta", "response.reasoning_text.delta",
        "response.reasoning_summary_text.delta", "response.function_call_arguments.delta",
        "response.custom_tool_call_input.delta"})
    void aDeltaIsUsefulUnlessItIsEmpty(String type) {
        assertThat(glimpse(event("{\"type\":\"" + type + "\",\"delta\":\"x\"}"))).isEqualTo(Glimpse.CONTENT);
        assertThat(glimpse(event("{\"type\":\"" + type + "\",\"delta\":\"\"}"))).isEqualTo(Glimpse.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'type':'response.created','response':{'status':'in_progress','output':[],'error':null}",
        "'type':'response.in_progress','response':{}", "'type':'response.queued'",
        "'type':'response.output_item.added','item':{'type':'message','content':[]}",
        "'type':'response.content_part.added','part':{'type':'output_text','text':''}"})
    void beforeTheFirstWordNothingIsUseful(String members) {
        assertThat(glimpse(event("{" + members.replace('\'', '"') + "}"))).isEqualTo(Glimpse.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning", "function_call", "web_search_call"})
    void aThoughtOrACallThatBeginsIsUseful(String type) {
        assertThat(glimpse(event("{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"" + type + "\"}}")))
                .isEqualTo(Glimpse.CONTENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'type':'error','code':'rate_limit_exceeded','message':'m','param':null| RATE_LIMITED",
        "'type':'error','error':{'type':'x','code':'context_length_exceeded','message':'m'}| CONTEXT_LENGTH",
        "'type':'response.failed','response':{'error':{'code':'server_error','message':'m'}}| UPSTREAM",
        "'type':'response.failed','response':{'error':{'code':'invalid_prompt','message':'m'}}| INVALID_REQUEST",
        "'error':{'code':'insufficient_quota','message':'m'}| KEY_REFUSED"})
    void anErrorInAStreamIsSeen(String members, ErrorKind kind) {
        assertThat(glimpse(event("{" + members.replace('\'', '"') + "}")).error()).hasValueSatisfying(error -> {
            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo("m");
        });
    }

    @Test
    void theFramingTellsTheTypeWhereTheEventDoesNot() {
        Bytes data = Bytes.utf8("{\"message\":\"m\"}");

        assertThat(glimpse(Frame.of(Bytes.utf8("event: error\ndata: x\n\n"), "error", data)).error()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"status\":\"completed\"}", "<html>",
        "{\"error\":{\"message\":\"m\"}}",
        "{\"status\":\"failed\",\"error\":null,\"output\":[]}", "{\"output\":[]", "{\"choices\":[]}"})
    void aBodyThatIsNoAnswerIsAnError(String body) {
        assertThat(glimpse(whole(body)).error()).isPresent();
    }

    @Test
    void aCallIsAToolFinishAlsoWhereTheLastEventDoesNotTellTheItems() {
        var scanner = Fixtures.DIALECT.scanner(Fixtures.wire("{}"));
        scanner.scan(event("{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"function_call\"}}"));

        assertThat(scanner.scan(event("{\"type\":\"response.completed\",\"response\":{\"output\":[]}}")).finish())
                .hasValue(FinishReason.TOOL_CALLS);
    }

    @Test
    void aSignOfLifeIsNoContent() {
        assertThat(glimpse(event("{\"type\":\"keepalive\",\"sequence_number\":3}"))).isEqualTo(Glimpse.NOTHING);
    }

    @Test
    void commentsSayNothingAndDoneIsTheLast() {
        assertThat(glimpse(Frame.of(Bytes.utf8(": x\n\n"), "", Bytes.EMPTY))).isEqualTo(Glimpse.NOTHING);
        assertThat(glimpse(event("[DONE]"))).isEqualTo(Glimpse.LAST);
        assertThat(glimpse(event("{\"type\":")).error()).isPresent();
    }
}
