package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatResponsesTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "{\"candidates\":[{\"finishReason\":\"SAFETY\",\"index\":0,\"safetyRatings\":[{\"blocked\":true}]}]}",
        "{\"candidates\":[{\"content\":{},\"finishReason\":\"MAX_TOKENS\",\"index\":0}]}",
        "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[]},\"index\":0,\"finishReason\":\"OTHER\"}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},\"index\":0}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}],\"role\":\"model\"},\"finishReason\":\"RECITATION\","
                + "\"finishMessage\":\"m\",\"index\":0,\"groundingMetadata\":{\"webSearchQueries\":[\"q\"],"
                + "\"groundingChunks\":[{\"web\":{\"uri\":\"u\"}}]},\"citationMetadata\":{},\"avgLogprobs\":-0.250,"
                + "\"urlContextMetadata\":{}},{\"content\":{\"parts\":[{\"text\":\"b\"}],\"role\":\"model\"},"
                + "\"finishReason\":\"STOP\",\"index\":1}],\"usageMetadata\":{\"promptTokenCount\":0,"
                + "\"candidatesTokenCount\":2,\"totalTokenCount\":9,\"trafficType\":\"X\"},\"createTime\":\"t\"}",
        "{\"promptFeedback\":{\"blockReason\":\"OTHER\"},\"usageMetadata\":{\"promptTokenCount\":3}}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1.0}}},"
                + "{\"functionCall\":{\"name\":\"f\"}}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}]}"})
    void anAnswerComesOutAsItWentIn(String body) {
        assertThat(json(DIALECT.writeResponse(DIALECT.readResponse(Bytes.utf8(body))))).isEqualTo(json(body));
    }

    @Test
    void callsHaveIdsAndAFinishOfTheirOwn() {
        for (String id : List.of("kLTaZ7a6HsWJ1e8P3", "", "long and odd!".repeat(9))) {
            Candidate candidate = DIALECT.readResponse(Bytes.utf8("""
                    {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"c2ln"},
                    {"functionCall":{"name":"f"}},{"functionCall":{"id":"own","name":"g"}}]},"finishReason":"STOP"}],
                    "responseId":"%s"}""".formatted(id))).candidates().getFirst();
            List<String> ids = candidate.parts().stream().map(part -> ((Part.ToolCall) part).id()).toList();

            assertThat(candidate.finish()).isEqualTo(FinishReason.TOOL_CALLS);
            assertThat(ids).doesNotHaveDuplicates().endsWith("own")
                    .allSatisfy(each -> assertThat(each).matches("[A-Za-z0-9_-]{1,40}"));
            assertThat(candidate.parts().getFirst().extras())
                    .containsExactly(Gemini.extra("thoughtSignature", "\"c2ln\""));
        }
    }

    @Test
    void severalCandidatesKeepTheirOrderAndTheirCallsDiffer() {
        String candidate = "{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]},\"finishReason\":\"STOP\"}";
        ChatResponse response = DIALECT.readResponse(
                Bytes.utf8("{\"responseId\":\"r\",\"candidates\":[" + candidate + "," + candidate + "]}"));

        assertThat(response.candidates()).hasSize(2);
        assertThat(response.candidates().stream().map(each -> ((Part.ToolCall) each.parts().getFirst()).id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRefusedPromptIsAFilteredCandidate() {
        ChatResponse response =
                DIALECT.readResponse(Bytes.utf8("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"));

        assertThat(response.candidates())
                .containsExactly(new Candidate(List.of(), FinishReason.CONTENT_FILTER, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"candidates\":[]}", "{\"promptFeedback\":{}}", "{\"candidates\":5}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{}}]}}]}"})
    void aMalformedAnswerIsTheUpstreamsFault(String body) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readResponse(Bytes.utf8(body)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void anErrorInTheAnswerIsThrown() {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readResponse(Bytes.utf8(
                "{\"error\":{\"code\":429,\"message\":\"Slow\",\"status\":\"RESOURCE_EXHAUSTED\"}}")))
                .withMessage("Slow").satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED));
    }

    @Test
    void anotherDialectsAnswerIsWritten() {
        Candidate candidate = new Candidate(List.of(new Part.Reasoning("Hm", List.of()), Part.Text.of("So"),
                new Part.Refusal("No", List.of()), new Part.Citation("t", "u", "q", List.of()),
                new Part.ToolCall("call_1", "f", new Json("{\"a\":1}"), List.of()),
                new Part.Other("x", Json.EMPTY_OBJECT, List.of())), FinishReason.TOOL_CALLS, List.of());
        Usage usage = Usage.builder().inputTokens(10).cacheReadTokens(4).outputTokens(7).reasoningTokens(2).build();

        assertThat(json(DIALECT.writeResponse(new ChatResponse("id", "m", List.of(candidate), usage, List.of()))))
                .isEqualTo(json("""
                        {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"So"},{"text":"No"},
                        {"functionCall":{"id":"call_1","name":"f","args":{"a":1}}}],"role":"model"},"finishReason":"STOP",
                        "index":0}],"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,
                        "candidatesTokenCount":5,"thoughtsTokenCount":2,"totalTokenCount":17},"modelVersion":"m",
                        "responseId":"id"}"""));
    }

    @ParameterizedTest
    @EnumSource(FinishReason.class)
    void everyReasonHasAWordOfGooglesSdk(FinishReason reason) {
        ChatResponse response = new ChatResponse("", "", List.of(new Candidate(List.of(), reason, List.of())),
                Usage.NONE, List.of());

        assertThat(json(DIALECT.writeResponse(response)).at("/candidates/0/finishReason").asText())
                .isIn("STOP", "MAX_TOKENS", "SAFETY", "OTHER");
    }
}
