package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.cohere.internal.Fixtures.glimpse;
import static io.patchbay.dialect.cohere.internal.Fixtures.json;
import static io.patchbay.dialect.cohere.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatResponsesTest {
    private static final String CALL = """
            {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}""";

    @ParameterizedTest
    @ValueSource(strings = {"""
            {"id":"i","finish_reason":"COMPLETE","message":{"role":"assistant","content":[{"type":"text","text":"a"}]},
            "usage":{"billed_units":{"input_tokens":1.0,"output_tokens":2.0,"search_units":1},"tokens":{
            "input_tokens":10.0,"output_tokens":20.0,"new":1},"cached_tokens":0},"logprobs":[{"token_ids":[1]}]}""", """
            {"id":"i","finish_reason":"ERROR_LIMIT","message":{"role":"assistant","content":"plain","citations":[],
            "tool_calls":[],"new":true},"usage":{"tokens":{"input_tokens":1,"output_tokens":2}}}""", """
            {"id":"i","finish_reason":"SOMETHING_NEW","message":{"role":"assistant","content":[{"type":"text",
            "text":""},{"type":"new"}],"citations":[{"sources":[{"type":"file"}]}]},"usage":{"billed_units":{
            "input_tokens":1,"output_tokens":2}}}""", """
            {"id":"i","finish_reason":"MAX_TOKENS","message":{"role":"assistant"}}"""})
    void whatIsReadIsWrittenAgain(String body) {
        assertThat(json(DIALECT.writeResponse(DIALECT.readResponse(Bytes.utf8(body))))).isEqualTo(json(body));
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE,STOP", "STOP_SEQUENCE,STOP_SEQUENCE", "MAX_TOKENS,LENGTH", "ERROR_LIMIT,LENGTH",
        "TOOL_CALL,TOOL_CALLS", "ERROR_TOXIC,CONTENT_FILTER", "USER_CANCEL,OTHER"})
    void everyFinishIsRead(String word, FinishReason reason) {
        String body = "{\"finish_reason\":\"" + word + "\",\"message\":{\"content\":[]}}";

        assertThat(DIALECT.readResponse(Bytes.utf8(body)).candidates().getFirst().finish()).isEqualTo(reason);
        assertThat(glimpse(Operation.CHAT, whole(body)).finish()).hasValue(reason);
    }

    @ParameterizedTest
    @CsvSource({"ERROR,UPSTREAM", "TIMEOUT,TIMEOUT"})
    void anAnswerThatFailedIsNoAnswer(String word, ErrorKind kind) {
        String body = "{\"finish_reason\":\"" + word + "\",\"message\":{\"content\":[]}}";

        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readResponse(Bytes.utf8(body)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(kind));
        assertThat(glimpse(Operation.CHAT, whole(body)).error()).isPresent();
    }

    @Test
    void aCallIsAToolFinishWhateverTheWord() {
        String body =
                "{\"id\":\"i\",\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\",\"tool_calls\":["
                        + CALL + "]}}";
        ChatResponse response = DIALECT.readResponse(Bytes.utf8(body));

        assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(glimpse(Operation.CHAT, whole(body)).finish()).hasValue(FinishReason.TOOL_CALLS);
        assertThat(json(DIALECT.writeResponse(response)).path("finish_reason").asText()).isEqualTo("TOOL_CALL");
    }

    @ParameterizedTest
    @EnumSource(FinishReason.class)
    void everyFinishIsWritten(FinishReason reason) {
        String word = json(DIALECT.writeResponse(response(reason, Usage.NONE, Part.Text.of("a"))))
                .path("finish_reason").asText();

        assertThat(word).isIn("COMPLETE", "STOP_SEQUENCE", "MAX_TOKENS", "TOOL_CALL", "ERROR_TOXIC");
    }

    @Test
    void usageIsWhatTheModelReadAndWroteAndWhatIsBilledRidesAlong() {
        Usage usage = DIALECT.readResponse(Bytes.utf8("""
                {"finish_reason":"COMPLETE","message":{"content":[]},"usage":{"billed_units":{"input_tokens":5,
                "output_tokens":6},"tokens":{"input_tokens":50,"output_tokens":60,"reasoning_tokens":30},
                "cached_tokens":16}}""")).usage();

        assertThat(usage.inputTokens()).isEqualTo(50);
        assertThat(usage.outputTokens()).isEqualTo(60);
        assertThat(usage.reasoningTokens()).isEqualTo(30);
        assertThat(usage.cacheReadTokens()).isEqualTo(16);
        assertThat(usage.extras()).anySatisfy(extra -> assertThat(extra.name()).isEqualTo("billed_units"));
    }

    @Test
    void whatIsBilledCountsWhereThereIsNothingElse() {
        String body = """
                {"finish_reason":"COMPLETE","message":{"content":[]},"usage":{"billed_units":{"input_tokens":5.0,
                "output_tokens":6.0}}}""";

        assertThat(DIALECT.readResponse(Bytes.utf8(body)).usage().totalTokens()).isEqualTo(11);
        assertThat(glimpse(Operation.CHAT, whole(body)).usage()).hasValue(Usage.of(5, 6));
    }

    @Test
    void anAnswerFromAnotherDialectHasAllThatClientsRead() {
        Usage usage = Usage.builder().inputTokens(9).outputTokens(4).reasoningTokens(2).cacheReadTokens(3).build();
        ChatResponse response = response(FinishReason.TOOL_CALLS, usage, new Part.Reasoning("Hm", List.of()),
                new Part.Reasoning("", List.of()), Part.Text.of("So."),
                new Part.Citation("Title", "https://t.example", "So", List.of()),
                new Part.ToolCall("a", "f", new Json("{}"), List.of()));

        assertThat(json(DIALECT.writeResponse(response))).isEqualTo(json("""
                {"id":"i","finish_reason":"TOOL_CALL","message":{"role":"assistant","content":[{"type":"thinking",
                "thinking":"Hm"},{"type":"text","text":"So."}],"tool_calls":[{"id":"a","type":"function","function":{
                "name":"f","arguments":"{}"}}],"citations":[{"text":"So","type":"TEXT_CONTENT","sources":[{
                "type":"document","id":"https://t.example","document":{"id":"https://t.example","title":"Title",
                "url":"https://t.example"}}]}]},"usage":{"billed_units":{"input_tokens":9,"output_tokens":4},
                "tokens":{"input_tokens":9,"output_tokens":4,"reasoning_tokens":2},"cached_tokens":3}}"""));
    }

    @Test
    void aCitationHasTitleAndAddressOfItsDocumentAndFollowsItsText() {
        List<Part> parts = DIALECT.readResponse(Bytes.utf8("""
                {"finish_reason":"COMPLETE","message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],
                "citations":[{"text":"a","content_index":0,"sources":[{"type":"tool"},{"type":"document","document":{
                "title":"T","url":"https://t.example"}}]},{"text":"b","sources":[]}]}}""")).candidates().getFirst()
                .parts();

        assertThat(parts).extracting(part -> (Object) part.getClass().getSimpleName())
                .containsExactly("Text", "Citation", "Text", "Citation");
        assertThat(parts.get(1)).isInstanceOfSatisfying(Part.Citation.class, citation -> {
            assertThat(citation.title()).isEqualTo("T");
            assertThat(citation.url()).isEqualTo("https://t.example");
            assertThat(citation.quote()).isEqualTo("a");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":\"model overloaded\"}", "{\"id\":\"x\",\"message\":\"model overloaded\"}"})
    void anErrorWithAGoodStatusIsAnError(String body) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readResponse(Bytes.utf8(body)))
                .withMessage("model overloaded");
        assertThat(glimpse(Operation.CHAT, whole(body)).error()).isPresent();
    }

    @Test
    void anotherOperationsAnswerIsNoAnswer() {
        assertThat(glimpse(Operation.CHAT, whole("{\"results\":[]}")).error()).isPresent();
        assertThat(glimpse(CohereV2.RERANK, whole("{\"results\":[],\"meta\":{\"billed_units\":{\"search_units\":1}}}")))
                .satisfies(glimpse -> {
                    assertThat(glimpse.error()).isEmpty();
                    assertThat(glimpse.useful()).isTrue();
                    assertThat(glimpse.usage()).isEmpty();
                });
    }

    private static ChatResponse response(FinishReason reason, Usage usage, Part... parts) {
        return new ChatResponse("i", "m", List.of(new Candidate(List.of(parts), reason, List.of())), usage, List.of());
    }
}
