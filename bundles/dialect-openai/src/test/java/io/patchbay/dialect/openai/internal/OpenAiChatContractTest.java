package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.raw;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import io.patchbay.testkit.OpenAiChat;
import java.util.List;

/** What every dialect must do, this one does. */
class OpenAiChatContractTest extends DialectContractTest {
    private static final String STREAMED = """
            {"stream":true,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Grüße 🦊"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]}],"max_tokens":5,
            "stream_options":{"include_usage":true},"future":1.50,"model":"lab\\/gpt-\\u00e9"}""";
    private static final String CALLS =
            """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant",
            "content":null,"refusal":null,"reasoning_content":"Hm","tool_calls":[{"id":"a","type":"function",
            "function":{"name":"f","arguments":"{\\"x\\":1}"}},{"id":"b","type":"function","function":{"name":"g",
            "arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":9,
            "completion_tokens":4,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":8}},"service_tier":"flex"}""";

    @Override
    protected Dialect dialect() {
        return Fixtures.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(raw(Operation.CHAT, OpenAiChat.request(false).body()), raw(Operation.CHAT, Bytes.utf8(STREAMED)),
                raw(Operation.EMBEDDINGS, Bytes.utf8("{\"model\":\"e\",\"input\":[\"a\",\"b\"],\"dimensions\":2}")));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(OpenAiChat.answer(5), Bytes.utf8(CALLS));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(stream(OpenAiChat.events(5)), Bytes.utf8(Fixtures.encode(STREAMED,
                Fixtures.DIALECT.readResponse(Bytes.utf8(CALLS)).events())));
    }

    @Override
    protected List<Bytes> embeddingAnswers() {
        return List.of(Bytes.utf8("""
                {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1.0e-3]}],"model":"e",
                "usage":{"prompt_tokens":2,"total_tokens":2}}"""));
    }

    private static Bytes stream(List<Bytes> events) {
        StringBuilder stream = new StringBuilder();
        events.forEach(event -> stream.append(event.utf8()));
        return Bytes.utf8(stream.toString());
    }
}
