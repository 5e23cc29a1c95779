package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.raw;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import java.util.List;

/** What every dialect must do, this one does. */
class OpenAiResponsesContractTest extends DialectContractTest {
    private static final String WHOLE = "{\"model\":\"gpt-4o\",\"input\":\"Hi\"}";
    private static final String STREAMED = """
            {"stream":true,"instructions":"Be brief.","input":[{"role":"user","content":[{"type":"input_text",
            "text":"Grüße 🦊"},
            {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"}]}],"max_output_tokens":5,
            "include":["reasoning.encrypted_content"],"store":false,"future":1.50,"model":"lab\\/gpt-\\u00e9"}""";

    @Override
    protected Dialect dialect() {
        return Fixtures.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(raw(Bytes.utf8(WHOLE)), raw(Bytes.utf8(STREAMED)));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8(Fixtures.ANSWER), Bytes.utf8(
                Fixtures.ANSWER.replace("\"status\":\"completed\",\"incomplete_details\":null",
                        "\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}")));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(Bytes.utf8(Streams.of(Fixtures.ANSWER)));
    }
}
