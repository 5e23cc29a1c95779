package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.raw;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import io.patchbay.testkit.EventStreams;
import java.util.List;

/** What every dialect must do, this one does. */
class BedrockConverseContractTest extends DialectContractTest {
    private static final String REQUEST =
            """
            {"system":[{"text":"Be brief."},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user","content":[
            {"text":"Grüße 🦊"},{"image":{"format":"png","source":{"bytes":"iVBORw0="}}},{"document":{"format":"pdf",
            "name":"A B","source":{"bytes":"JVBERg=="}}}]},{"role":"assistant","content":[{"reasoningContent":
            {"reasoningText":{"text":"Hm","signature":"c2ln"}}},{"toolUse":{"toolUseId":"t1","name":"f","input":{"x":1.50}}},
            {"toolUse":{"toolUseId":"t2","name":"g","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":
            "t1","content":[{"json":{"y":2}}],"status":"success"}},{"toolResult":{"toolUseId":"t2","content":[{"text":
            "no"}],"status":"error"}},{"cachePoint":{"type":"default"}}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f",
            "description":"F","inputSchema":{"json":{"type":"object","properties":{}}}}}],"toolChoice":{"any":{}}},
            "inferenceConfig":{"maxTokens":5,"temperature":1.0,"stopSequences":["a"]},"guardrailConfig":{"x":1},
            "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000},"top_k":5},"future":1.50}""";
    private static final String CALLS = """
            {"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm",
            "signature":"c2ln"}}},{"reasoningContent":{"redactedContent":"ZGF0YQ=="}},{"text":"Well."},{"citationsContent":
            {"content":[{"text":"Blue."}],"citations":[{"title":"Sky","sourceContent":[{"text":"blue"}],"location":
            {"documentPage":{"documentIndex":0,"start":1,"end":2}}}]}},{"toolUse":{"toolUseId":"t1","name":"f","input":
            {"x":1}}},{"toolUse":{"toolUseId":"t2","name":"g","input":{}}}]}},"stopReason":"tool_use","usage":{"inputTokens":
            9,"outputTokens":4,"totalTokens":33,"cacheReadInputTokens":20,"cacheWriteInputTokens":0,"serverToolUsage":{}},
            "metrics":{"latencyMs":7},"trace":{"guardrail":{}},"additionalModelResponseFields":{"a":1}}""";

    @Override
    protected Dialect dialect() {
        return Fixtures.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(raw("/converse", "amazon.nova-lite-v1:0", Bytes.utf8(REQUEST)),
                raw("/converse-stream", "arn:aws:bedrock:us-east-1:1:inference-profile/us.x.y-v1:0",
                        Bytes.utf8("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}")),
                raw("/invoke", "m", Bytes.utf8("{\"inputText\":\"x\"}")));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8(CALLS), Bytes.utf8("""
                {"output":{"message":{"content":[{"text":"Hello."}],"role":"assistant"}},"stopReason":"guardrail_intervened",
                "usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":5}}"""));
    }

    @Override
    protected List<Bytes> streams() {
        return wholeAnswers().stream()
                .map(body -> Fixtures.encode(Fixtures.DIALECT.readResponse(body).events())).toList();
    }

    @Override
    protected List<Frame> frames(Bytes stream) {
        return EventStreams.frames(stream);
    }
}
