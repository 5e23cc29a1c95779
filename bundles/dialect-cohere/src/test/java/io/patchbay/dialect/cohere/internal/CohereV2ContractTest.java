package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.raw;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import java.util.List;

/** What every dialect must do, this one does. */
class CohereV2ContractTest extends DialectContractTest {
    private static final String PLAIN = """
            {"model":"command-a-03-2025","messages":[{"role":"user","content":"Hi"}]}""";
    private static final String STREAMED = """
            {"stream":true,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text",
            "text":"Grüße 🦊"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]},
            {"role":"assistant","tool_plan":"Look.","tool_calls":[{"id":"a","type":"function","function":{"name":"f",
            "arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":[{"type":"document","document":{"id":"d",
            "data":{"text":"found"}}}]}],"max_tokens":5,"thinking":{"type":"enabled","token_budget":512},
            "documents":[{"id":"x","data":{"text":"y"}}],"future":1.50,"model":"command\\/\\u00e9"}""";
    private static final String CALLS = """
            {"id":"c","finish_reason":"TOOL_CALL","message":{"role":"assistant","tool_plan":"I will look.","tool_calls":[
            {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},{"id":"b","type":"function",
            "function":{"name":"g","arguments":"{}"}}]},"usage":{"billed_units":{"input_tokens":9,"output_tokens":4},
            "tokens":{"input_tokens":90,"output_tokens":40,"reasoning_tokens":7},"cached_tokens":8}}""";
    private static final String CITED = """
            {"id":"c","finish_reason":"COMPLETE","message":{"role":"assistant","content":[{"type":"thinking",
            "thinking":"Hm"},{"type":"text","text":"It is so."}],"citations":[{"start":0,"end":5,"text":"It is",
            "sources":[{"type":"document","id":"d","document":{"id":"d","title":"T","url":"https://t.example"}}],
            "content_index":1,"type":"TEXT_CONTENT"}]},"usage":{"billed_units":{"input_tokens":9,"output_tokens":4},
            "tokens":{"input_tokens":90,"output_tokens":40}}}""";

    @Override
    protected Dialect dialect() {
        return Fixtures.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(raw(Operation.CHAT, Bytes.utf8(PLAIN)), raw(Operation.CHAT, Bytes.utf8(STREAMED)),
                raw(Operation.EMBEDDINGS, Bytes.utf8("""
                        {"model":"e","input_type":"search_query","texts":["a","b"],"output_dimension":256,
                        "embedding_types":["float","base64"]}""")),
                raw(CohereV2.RERANK, Bytes.utf8("""
                        {"model":"rerank-v3.5","query":"q","documents":["a","b"],"top_n":1}""")));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8(CALLS), Bytes.utf8(CITED));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(stream(CITED), Bytes.utf8(Fixtures.STREAM));
    }

    private static Bytes stream(String answer) {
        return Bytes.utf8(Fixtures.encode(Fixtures.DIALECT.readResponse(Bytes.utf8(answer)).events()));
    }

    @Override
    protected List<Bytes> embeddingAnswers() {
        return List.of(Bytes.utf8("""
                {"id":"i","embeddings":{"float":[[0.5,-1.0e-3]],"int8":[[1,-2]]},"response_type":"embeddings_by_type",
                "texts":["a"],"meta":{"billed_units":{"input_tokens":2},"api_version":{"version":"2"}}}"""));
    }
}
