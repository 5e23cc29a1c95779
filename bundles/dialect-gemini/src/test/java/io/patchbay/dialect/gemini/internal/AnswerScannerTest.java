package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.event;
import static io.patchbay.dialect.gemini.internal.Fixtures.glimpse;
import static io.patchbay.dialect.gemini.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScannerTest {
    private static final String USAGE = "\"usageMetadata\":{\"promptTokenCount\":91,\"cachedContentTokenCount\":80,"
            + "\"candidatesTokenCount\":73,\"thoughtsTokenCount\":211,\"toolUsePromptTokenCount\":574,"
            + "\"totalTokenCount\":949,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":91}]}";

    @Test
    void thinkingAndWhatToolsPutIntoThePromptBelongToTheTotals() {
        Usage usage = glimpse(Action.GENERATE, event("{" + USAGE + "}")).usage().orElseThrow();

        assertThat(usage).isEqualTo(Usage.builder().inputTokens(665).cacheReadTokens(80).outputTokens(284)
                .reasoningTokens(211).build());
        assertThat(usage.totalTokens()).isEqualTo(949);
    }

    @ParameterizedTest
    @CsvSource({"STOP,STOP", "MAX_TOKENS,LENGTH", "SAFETY,CONTENT_FILTER", "RECITATION,CONTENT_FILTER",
        "BLOCKLIST,CONTENT_FILTER", "PROHIBITED_CONTENT,CONTENT_FILTER", "SPII,CONTENT_FILTER",
        "IMAGE_SAFETY,CONTENT_FILTER", "LANGUAGE,OTHER", "MALFORMED_FUNCTION_CALL,OTHER", "SOMETHING_NEW,OTHER"})
    void reasonsAreRead(String word, FinishReason reason) {
        String candidate = "{\"candidates\":[{\"finishReason\":\"" + word + "\"}]}";

        for (Frame frame : new Frame[]{event(candidate), whole(candidate)}) {
            Glimpse glimpse = glimpse(Action.GENERATE, frame);
            assertThat(glimpse.finish()).hasValue(reason);
            assertThat(glimpse.useful()).isTrue();
            assertThat(glimpse.error()).isEmpty();
        }
    }

    @Test
    void aStopWithCallsIsAToolFinishAlsoWhereTheCallCameBefore() {
        FrameScanner scanner =
                Fixtures.DIALECT.scanner(WireRequest.builder(Gemini.NAME, Action.STREAM.operation()).build());
        Glimpse call = scanner.scan(event(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}}]}"));
        Glimpse stop = scanner.scan(event("{\"candidates\":[{\"finishReason\":\"STOP\"}]}"));

        assertThat(call).isEqualTo(Glimpse.CONTENT);
        assertThat(stop.finish()).hasValue(FinishReason.TOOL_CALLS);
        assertThat(stop.last()).isFalse();
    }

    @Test
    void aStopAfterCodeThatIsGoingToRunIsNoFinishInAStream() {
        String chunk = "{\"candidates\":[{\"finishReason\":\"%s\",\"content\":{\"parts\":[{\"text\":\"a\"},"
                + "{\"executableCode\":{\"code\":\"1\"}}]}}]}";

        assertThat(glimpse(Action.STREAM, event(chunk.formatted("STOP")))).isEqualTo(Glimpse.CONTENT);
        assertThat(glimpse(Action.STREAM, event(chunk.formatted("MAX_TOKENS"))).finish()).isPresent();
        assertThat(glimpse(Action.GENERATE, whole(chunk.formatted("STOP"))).finish()).isPresent();
    }

    @Test
    void aRefusedPromptIsAnAnswer() {
        String body =
                "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\",\"safetyRatings\":[]}," + USAGE + "}";

        for (Frame frame : new Frame[]{event(body), whole(body)}) {
            Glimpse glimpse = glimpse(Action.GENERATE, frame);
            assertThat(glimpse.finish()).hasValue(FinishReason.CONTENT_FILTER);
            assertThat(glimpse.error()).isEmpty();
            assertThat(glimpse.useful()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":\"\"}", "{\"text\":\"\",\"thoughtSignature\":\"s\"}", "{\"thought\":true}", "5"})
    void whatNobodyWaitsForIsNotUseful(String part) {
        assertThat(glimpse(Action.STREAM, event("{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + part
                + "]}}],\"modelVersion\":\"m\"}"))).isEqualTo(Glimpse.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":\"a\"}", "{\"text\":\"a\",\"thought\":true}",
        "{\"functionCall\":{\"name\":\"f\"}}",
        "{\"inlineData\":{\"data\":\"AA\"}}", "{\"codeExecutionResult\":{}}", "{\"newThing\":{}}"})
    void contentIsUseful(String part) {
        assertThat(glimpse(Action.STREAM, event("{\"candidates\":[{\"content\":{\"parts\":[" + part + "]}}]}")))
                .isEqualTo(Glimpse.CONTENT);
    }

    @Test
    void aCommentIsNothing() {
        assertThat(glimpse(Action.STREAM, Frame.of(Bytes.utf8("\n"), "", Bytes.EMPTY))).isEqualTo(Glimpse.NOTHING);
    }

    @Test
    void anArrayIsAStreamWhereNoEventsWereAskedFor() {
        Glimpse glimpse = glimpse(Action.STREAM, whole("""
                [{"candidates":[{"content":{"parts":[{"text":"a"}]}}]},
                {"candidates":[{"finishReason":"STOP"}],%s}]""".formatted(USAGE)));

        assertThat(glimpse.finish()).hasValue(FinishReason.STOP);
        assertThat(glimpse.usage().orElseThrow().totalTokens()).isEqualTo(949);
        assertThat(glimpse.useful() && glimpse.last()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"code\":503,\"message\":\"Busy\",\"status\":\"UNAVAILABLE\"}}",
        "[{\"error\":{\"code\":503,\"message\":\"Busy\",\"status\":\"UNAVAILABLE\"}}]"})
    void anErrorInAGoodAnswerIsSeen(String body) {
        assertThat(glimpse(Action.GENERATE, whole(body)).error().orElseThrow())
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED))
                .hasMessage("Busy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "5", "<html>", "", "{\"candidates\":[]}", "{\"candidates\":[5]}", "[5]",
        "{\"candidates\":[{}]} x", "{\"embedding\":{}}", "{\"modelVersion\":\"m\"}"})
    void whatIsNoAnswerIsAFailure(String body) {
        assertThat(glimpse(Action.GENERATE, whole(body)).error()).isPresent();
    }

    @Test
    void aMalformedEventIsAFailure() {
        assertThat(glimpse(Action.STREAM, event("{\"candidates\":[")).error()).isPresent();
        assertThat(glimpse(Action.STREAM, event("[]")).error()).isPresent();
    }

    @Test
    void vectorsAndCountsAreAnswersToTheirQuestions() {
        assertThat(glimpse(Action.EMBED_SEVERAL, whole("{\"embeddings\":[]}")).error()).isEmpty();
        assertThat(glimpse(Action.EMBED, whole("{\"embedding\":{\"values\":[]}}")).useful()).isTrue();
        assertThat(glimpse(Action.EMBED, whole("{\"candidates\":5}")).error()).isPresent();
        assertThat(glimpse(Action.COUNT_TOKENS, whole("{\"totalTokens\":5}")).useful()).isTrue();
        assertThat(glimpse(Action.COUNT_TOKENS, whole("{}")).error()).isPresent();
    }
}
