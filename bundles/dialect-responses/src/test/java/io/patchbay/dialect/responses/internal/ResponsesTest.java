package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.ANSWER;
import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesTest {
    @Test
    void aWholeAnswerComesOutAsItWentIn() {
        assertThat(json(DIALECT.writeResponse(DIALECT.readResponse(Bytes.utf8(ANSWER))))).isEqualTo(json(ANSWER));
    }

    @Test
    void itemsBecomeParts() {
        ChatResponse response = DIALECT.readResponse(Bytes.utf8(ANSWER));

        assertThat(response.id()).isEqualTo("resp_1");
        assertThat(response.model()).isEqualTo("m");
        assertThat(response.text()).isEqualTo("Blau 🦊.");
        Candidate candidate = response.candidates().getFirst();
        assertThat(candidate.finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(candidate.parts()).hasExactlyElementsOfTypes(Part.Reasoning.class, Part.Reasoning.class,
                Part.Other.class, Part.Reasoning.class, Part.Text.class, Part.Citation.class, Part.Citation.class,
                Part.Refusal.class, Part.Text.class, Part.ToolCall.class, Part.Other.class);
        assertThat(response.usage().cacheReadTokens()).isEqualTo(8);
        assertThat(response.usage().reasoningTokens()).isEqualTo(3);
    }

    @Test
    void anAnswerOfAnotherDialectHasAllThatIsRequired() {
        ChatResponse response = response(FinishReason.TOOL_CALLS, new Part.Reasoning("Hm.", List.of()),
                Part.Text.of("Blue."), new Part.Citation("Sky", "http://s", "q", List.of()),
                new Part.Citation("Paper", "", "q", List.of()),
                new Part.Image(new Media("image/png", new Media.Inline("AA")), List.of()),
                new Part.Refusal("No.", List.of()), new Part.ToolCall("c1", "f", new Json("{\"a\":1}"), List.of()),
                new Part.ToolCall("c2", "g", new Json(""), List.of()),
                new Part.Other("anthropic-messages", Json.EMPTY_OBJECT, List.of()));

        JsonNode written = json(DIALECT.writeResponse(response));

        assertThat(written).isEqualTo(json("""
                {"id":"chatcmpl-1","object":"response","created_at":1772366400,"model":"m","status":"completed",
                "incomplete_details":null,"output":[
                {"id":"rs_1_0","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},
                {"id":"msg_1_1","type":"message","status":"completed","role":"assistant","content":[
                {"type":"output_text","text":"Blue.","annotations":[{"type":"url_citation","start_index":0,
                "end_index":5,
                "url":"http://s","title":"Sky"}],"logprobs":[]},{"type":"refusal","refusal":"No."}]},
                {"id":"fc_1_2","type":"function_call","status":"completed","call_id":"c1","name":"f",
                "arguments":"{\\"a\\":1}"},
                {"id":"fc_1_3","type":"function_call","status":"completed","call_id":"c2","name":"g","arguments":"{}"}],
                "usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2,"cache_write_tokens":1},
                "output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":12},
                "error":null,"instructions":null,"metadata":{},"parallel_tool_calls":true,"temperature":null,
                "tool_choice":"auto","tools":[],"top_p":null}"""));
    }

    @Test
    void functionCallsHaveNoRole() {
        JsonNode written = json(DIALECT.writeResponse(response(FinishReason.TOOL_CALLS,
                new Part.ToolCall("c1", "f", new Json("{}"), List.of()))));

        assertThat(written.at("/output/0").has("role")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"STOP,completed,", "STOP_SEQUENCE,completed,", "TOOL_CALLS,completed,", "OTHER,completed,",
        "LENGTH,incomplete,max_output_tokens", "CONTENT_FILTER,incomplete,content_filter",
        "REFUSAL,incomplete,content_filter"})
    void theFinishTellsTheStatus(FinishReason finish, String status, String reason) {
        JsonNode written = json(DIALECT.writeResponse(response(finish, Part.Text.of("A"))));

        assertThat(written.path("status").asText()).isEqualTo(status);
        assertThat(written.at("/output/0/status").asText()).isEqualTo(status);
        if (reason == null) {
            assertThat(written.path("incomplete_details").isNull()).isTrue();
        } else {
            assertThat(written.at("/incomplete_details/reason").asText()).isEqualTo(reason);
        }
    }

    @Test
    void aRefusalInWordsIsAnAnswer() {
        JsonNode written = json(DIALECT.writeResponse(
                response(FinishReason.REFUSAL, new Part.Refusal("No.", List.of()))));

        assertThat(written.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aStatusThatIsOnlyThisDialectsIsKept() {
        String queued = ANSWER.replace("\"status\":\"completed\",\"incomplete_details\"",
                "\"status\":\"queued\",\"incomplete_details\"");

        assertThat(json(DIALECT.writeResponse(DIALECT.readResponse(Bytes.utf8(queued))))).isEqualTo(json(queued));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "", "{\"output\":{}}", "{\"output\":[1]}",
        "{\"output\":[{\"type\":\"function_call\"}]}"})
    void aMalformedAnswerIsTheUpstreamsError(String body) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readResponse(Bytes.utf8(body)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void aFailedResponseIsAnError() {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readResponse(Bytes.utf8(
                "{\"status\":\"failed\",\"output\":[],\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slow.\"}}")))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
                    assertThat(error.message()).isEqualTo("Slow.");
                });
    }

    static ChatResponse response(FinishReason finish, Part... parts) {
        Usage usage = Usage.builder().inputTokens(5).cacheReadTokens(2).cacheWriteTokens(1).outputTokens(7)
                .reasoningTokens(3).build();
        return new ChatResponse("chatcmpl-1", "m", List.of(new Candidate(List.of(parts), finish, List.of())), usage,
                List.of());
    }
}
