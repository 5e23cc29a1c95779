package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.event;
import static io.patchbay.dialect.openai.internal.Fixtures.glimpse;
import static io.patchbay.dialect.openai.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScannerTest {
    @ParameterizedTest
    @ValueSource(strings = {"{\"content\":\"a\"}", "{\"role\":\"assistant\",\"content\":\" \"}",
        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]}", "{\"reasoning_content\":\"Hm\"}",
        "{\"reasoning\":\"Hm\",\"channel\":\"analysis\"}", "{\"refusal\":\"No\"}", "{\"audio\":{\"data\":\"AA==\"}}",
        "{\"content\":[{\"type\":\"thinking\"}]}", "{\"tomorrow\":\"new\"}", "{\"content\":\"\",\"reasoning\":\"Hm\"}"})
    void aDeltaWithContentIsUseful(String delta) {
        assertThat(glimpse(Operation.CHAT, chunk(delta, "null"))).isEqualTo(Glimpse.CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"role\":\"assistant\"}",
        "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
        "{\"content\":null,\"tool_calls\":[]}", "{\"channel\":\"final\"}", "null"})
    void aDeltaWithoutContentIsNothing(String delta) {
        assertThat(glimpse(Operation.CHAT, chunk(delta, "null"))).isEqualTo(Glimpse.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"stop,STOP", "length,LENGTH", "model_length,LENGTH", "tool_calls,TOOL_CALLS",
        "function_call,TOOL_CALLS",
        "content_filter,CONTENT_FILTER", "new_reason,OTHER"})
    void aFinishReasonIsSeenAndUseful(String word, FinishReason reason) {
        Glimpse glimpse = glimpse(Operation.CHAT, chunk("{}", "\"" + word + "\""));

        assertThat(glimpse.finish()).hasValue(reason);
        assertThat(glimpse.useful()).isTrue();
        assertThat(glimpse.last()).isFalse();
        assertThat(glimpse.error()).isEmpty();
    }

    @Test
    void anEmptyFinishReasonIsNone() {
        assertThat(glimpse(Operation.CHAT, chunk("{}", "\"\""))).isEqualTo(Glimpse.NOTHING);
    }

    @Test
    void doneIsTheLastEvent() {
        assertThat(glimpse(Operation.CHAT, event("[DONE]"))).isEqualTo(Glimpse.LAST);
        assertThat(glimpse(Operation.CHAT, event("[DONE] "))).isEqualTo(Glimpse.LAST);
    }

    @Test
    void aCommentIsNothing() {
        Frame comment = Frame.of(Bytes.utf8(": OPENROUTER PROCESSING\n\n"), "", Bytes.EMPTY);

        assertThat(glimpse(Operation.CHAT, comment)).isEqualTo(Glimpse.NOTHING);
    }

    @Test
    void aChunkWithoutChoicesIsNothing() {
        assertThat(glimpse(Operation.CHAT, event("{\"choices\":[],\"prompt_filter_results\":[{}]}")))
                .isEqualTo(Glimpse.NOTHING);
    }

    @Test
    void usageIsReadInTheLastChunkAndBesideChoices() {
        String usage = """
                "usage":{"prompt_tokens":30,"completion_tokens":12,"total_tokens":42,
                "prompt_tokens_details":{"cached_tokens":20,"cache_write_tokens":5},
                "completion_tokens_details":{"reasoning_tokens":7}}""";
        Usage expected = Usage.builder().inputTokens(30).outputTokens(12).cacheReadTokens(20).cacheWriteTokens(5)
                .reasoningTokens(7).build();

        assertThat(glimpse(Operation.CHAT, event("{\"choices\":[]," + usage + "}")).usage()).hasValue(expected);
        Glimpse beside = glimpse(Operation.CHAT,
                event("{" + usage + ",\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}"));
        assertThat(beside.usage()).hasValue(expected);
        assertThat(beside.finish()).hasValue(FinishReason.STOP);
        assertThat(glimpse(Operation.CHAT, event("{\"choices\":[],\"x_groq\":{\"id\":\"r\"," + usage + "}}")).usage())
                .hasValue(expected);
        assertThat(glimpse(Operation.CHAT, event("{\"choices\":[],\"usage\":null}"))).isEqualTo(Glimpse.NOTHING);
    }

    @Test
    void theLastOfSeveralCandidatesCountsAsMuchAsTheFirst() {
        Glimpse glimpse = glimpse(Operation.CHAT, event(
                "{\"choices\":[{\"index\":0,\"delta\":{}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}"));

        assertThat(glimpse).isEqualTo(Glimpse.CONTENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{`error`:{`message`:`Slow down`,`code`:`rate_limit_exceeded`}} | RATE_LIMITED | Slow down",
        "{`error`:{`message`:`Gone`,`code`:502}} | UPSTREAM | Gone",
        "{`error`:{`message`:`Busy`,`code`:503},`choices`:[{`delta`:{`content`:``},`finish_reason`:`error`}]} | OVERLOADED | Busy",
        "{`error`:`Broken`} | UPSTREAM | Broken",
        "{`choices`:[{`error`:{`message`:`Mine`},`delta`:{}}]} | UPSTREAM | Mine",
        "{`choices`:[{`delta`:{},`finish_reason`:`error`}]} | UPSTREAM | The upstream broke its answer off with an error.",
        "{`choices`:[{`delta`:{},`finish_reason`:`insufficient_system_resource`}]} | OVERLOADED | The upstream broke its answer off for want of resources."})
    void anErrorInA200Stream(String data, ErrorKind kind, String message) {
        assertError(glimpse(Operation.CHAT, event(data.replace('`', '"').strip())), kind, message);
    }

    @Test
    void anEventOfTypeErrorIsAnErrorWhateverItsShape() {
        String data = "{\"message\":\"Overheated\"}";
        Frame frame = Frame.of(Bytes.utf8("event: error\ndata: " + data + "\n\n"), "error", Bytes.utf8(data));

        assertError(glimpse(Operation.CHAT, frame), ErrorKind.UPSTREAM, "Overheated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"choices\":[{\"delta\":{\"content\":\"a\"}]}", "{\"choices\":[]}}", "{}{}", "x",
        "{\"choices\":[{\"delta\":{\"content\":\"a}}]}"})
    void aMalformedEventIsAnError(String data) {
        assertError(glimpse(Operation.CHAT, event(data)), ErrorKind.UPSTREAM,
                "The upstream sent an event that is not valid JSON.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"ping\"", "1"})
    void anEventThatIsNoObjectIsAnError(String data) {
        assertError(glimpse(Operation.CHAT, event(data)), ErrorKind.UPSTREAM,
                "The upstream answered with something that is no answer.");
    }

    @Test
    void aWholeAnswerHasFinishUsageAndEnd() {
        Glimpse glimpse = glimpse(Operation.CHAT, whole("""
                {"choices":[{"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"""));

        assertThat(glimpse.useful()).isTrue();
        assertThat(glimpse.finish()).hasValue(FinishReason.STOP);
        assertThat(glimpse.usage()).hasValue(Usage.of(3, 2));
        assertThat(glimpse.last()).isTrue();
    }

    @Test
    void aWholeAnswerWithoutAFinishSaysSo() {
        Glimpse glimpse = glimpse(Operation.CHAT,
                whole("{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":null}]}"));

        assertThat(glimpse.finish()).isEmpty();
        assertThat(glimpse.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"choices\":[]}", "{\"choices\":null}", "{\"data\":[]}", "[]",
        "{\"choices\":[{\"finish_reason\":\"stop\"}]}"})
    void a200ThatIsNoAnswerIsAnError(String body) {
        assertError(glimpse(Operation.CHAT, whole(body)), ErrorKind.UPSTREAM,
                "The upstream answered with something that is no answer.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>Welcome</body></html>", "{\"choices\":[{\"message\":{\"content\":\"cut"})
    void a200ThatIsNoJsonIsAnError(String body) {
        assertError(glimpse(Operation.CHAT, whole(body)), ErrorKind.UPSTREAM,
                "The upstream sent a body that is not valid JSON.");
    }

    @Test
    void anEmpty200IsAnError() {
        assertThat(glimpse(Operation.CHAT, whole("")).error()).isPresent();
    }

    @Test
    void aWholeErrorWithStatus200IsAnError() {
        assertError(glimpse(Operation.EMBEDDINGS, whole("{\"error\":{\"message\":\"No such model\",\"code\":404}}")),
                ErrorKind.NOT_FOUND, "No such model");
        assertThat(glimpse(Operation.EMBEDDINGS, whole("{\"data\":[{\"embedding\":[1]}],\"error\":null}")).error())
                .isEmpty();
    }

    @Test
    void vectorsAreAnAnswerToEmbeddings() {
        Glimpse glimpse = glimpse(Operation.EMBEDDINGS, whole("""
                {"object":"list","data":[{"embedding":[0.1,-2e-3]}],"usage":{"prompt_tokens":8,"total_tokens":8}}"""));

        assertThat(glimpse.useful()).isTrue();
        assertThat(glimpse.last()).isTrue();
        assertThat(glimpse.usage()).hasValue(Usage.of(8, 0));
        assertThat(glimpse(Operation.EMBEDDINGS, whole("{\"choices\":[]}")).error()).isPresent();
    }

    @Test
    void oneScannerForgetsWhatTheFrameBeforeSaid() {
        var scanner = Fixtures.DIALECT.scanner(Fixtures.chat("{}"));

        assertThat(scanner.scan(chunk("{\"content\":\"a\"}", "\"stop\"")).finish()).isPresent();
        assertThat(scanner.scan(chunk("{}", "null"))).isEqualTo(Glimpse.NOTHING);
    }

    private static Frame chunk(String delta, String finish) {
        return event("{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finish + "}],\"usage\":null}");
    }

    private static void assertError(Glimpse glimpse, ErrorKind kind, String message) {
        assertThat(glimpse.error()).hasValueSatisfying(error -> {
            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo(message);
        });
        assertThat(glimpse.last()).isTrue();
    }
}
