package io.patchbay.dialect.ollama.internal;

import static io.patchbay.dialect.ollama.internal.Fixtures.raw;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import java.util.List;

/** What every dialect must do, this one does. */
class OllamaContractTest extends DialectContractTest {
    private static final String CALLS = """
            {"model":"m","created_at":"2026-03-01T12:00:00Z","message":{"role":"assistant","content":"Look:","thinking":"Hm",\
            "tool_calls":[{"id":"a","function":{"index":0,"name":"f","arguments":{"x":1}}},{"id":"b","function":{"index":1,\
            "name":"g","arguments":{}}}]},"done":true,"done_reason":"stop","total_duration":5,"prompt_eval_count":9,\
            "eval_count":4}""";

    @Override
    protected Dialect dialect() {
        return Fixtures.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(raw(Operation.CHAT, Bytes.utf8("""
                {"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":false}""")),
                raw(Operation.CHAT, Bytes.utf8("""
                        {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Grüße 🦊",
                        "images":["iVBORw0KGgoAAAA"]},{"role":"assistant","content":"","thinking":"Hm","tool_calls":[{
                        "function":{"name":"f","arguments":{"x":1}}}]},{"role":"tool","tool_name":"f","content":"1"}],
                        "options":{"num_predict":5,"temperature":0.50,"num_ctx":4096},"think":true,"keep_alive":"5m",
                        "format":{"type":"object"},"model":"lab\\/\\u00e9"}""")),
                raw(Operation.EMBEDDINGS,
                        Bytes.utf8("{\"model\":\"e\",\"input\":[\"a\",\"b\"],\"truncate\":true,\"dimensions\":2}")));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8(CALLS), Bytes.utf8("""
                {"model":"m","created_at":"x","message":{"role":"assistant","content":"a"},"done":true,
                "done_reason":"length","prompt_eval_count":1,"eval_count":2,"eval_duration":7}"""));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(
                Bytes.utf8(Fixtures.encode(Fixtures.DIALECT.readResponse(Bytes.utf8(CALLS)).events())),
                Bytes.utf8("""
                        {"model":"m","created_at":"x","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false}
                        {"model":"m","created_at":"x","message":{"role":"assistant","content":"Gr"},"done":false}
                        {"model":"m","created_at":"x","message":{"role":"assistant","content":"üße"},"done":false}
                        {"model":"m","created_at":"x","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":2}
                        """));
    }

    @Override
    protected List<Bytes> embeddingAnswers() {
        return List.of(Bytes.utf8("""
                {"model":"e","embeddings":[[0.5,-1.0e-3]],"prompt_eval_count":2,"total_duration":9}"""));
    }

    @Override
    protected List<Frame> frames(Bytes stream) {
        return Fixtures.frames(stream);
    }
}
