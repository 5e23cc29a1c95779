package io.patchbay.dialect.openai.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import java.util.List;

/** What every dialect must do, that of completions does. */
class OpenAiCompletionsContractTest extends DialectContractTest {
    private static final String STREAM = """
            data: {"id":"c","object":"text_completion","created":1,"model":"m","choices":[{"text":"Gr\u00fc","index":0,"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"text_completion","created":1,"model":"m","choices":[{"text":"\u00dfe","index":0,"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"text_completion","created":1,"model":"m","choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"length"}]}

            data: {"id":"c","object":"text_completion","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

            data: [DONE]

            """;

    @Override
    protected Dialect dialect() {
        return CompletionsTest.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(CompletionsTest.raw("{\"model\":\"m\",\"prompt\":\"Once\",\"max_tokens\":5,\"stop\":\"x\"}"),
                CompletionsTest.raw("""
                        {"prompt":["a","b"],"stream":true,"stream_options":{"include_usage":true},"echo":true,
                        "logprobs":2,"n":2,"temperature":0.5,"future":1.50,"model":"lab\\/gpt-\\u00e9"}"""),
                CompletionsTest.raw("{\"model\":\"m\",\"prompt\":[1,2,3],\"suffix\":null,\"user\":\"u\"}"));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8(CompletionsTest.WHOLE), Bytes.utf8("""
                {"id":"c","object":"text_completion","created":1,"model":"m","choices":[
                {"text":"a","index":0,"logprobs":{"tokens":["a"],"token_logprobs":[-0.5],"top_logprobs":[{"a":-0.5}],
                "text_offset":[0]},"finish_reason":"stop"},
                {"text":"","index":1,"logprobs":null,"finish_reason":"content_filter"}],
                "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2},"system_fingerprint":"f"}"""));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(Bytes.utf8(STREAM));
    }
}
