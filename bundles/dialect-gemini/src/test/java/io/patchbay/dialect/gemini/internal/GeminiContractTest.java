package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.raw;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import java.util.List;

/** What every dialect must do, this one does. */
class GeminiContractTest extends DialectContractTest {
    private static final String REQUEST = """
            {"system_instruction":{"parts":[{"text":"Be brief."}]},"contents":[
            {"role":"user","parts":[{"text":"Grüße 🦊"},{"inline_data":{"mime_type":"image/png","data":"AAAA"}}]},
            {"role":"model","parts":[{"text":"Hm","thought":true},
            {"functionCall":{"name":"f","args":{"x":1.50}},"thoughtSignature":"c2ln"},{"functionCall":{"name":"f"}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"1"}}},
            {"functionResponse":{"name":"f","response":{"r":[1]}}}]}],
            "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"x":
            {"type":"NUMBER","nullable":true}}}}]},{"googleSearch":{}}],
            "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
            "generationConfig":{"maxOutputTokens":5,"temperature":0.50,"responseMimeType":"application/json",
            "responseSchema":{"type":"OBJECT"},"thinkingConfig":{"thinkingBudget":-1},"future":1.50},
            "cachedContent":"cachedContents/c"}""";
    private static final String CALLS = """
            {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Well","thoughtSignature":"c2lnMQ=="},
            {"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"c2lnMg=="},{"functionCall":{"name":"f"}}],
            "role":"model"},"finishReason":"STOP","index":0,"safetyRatings":[]}],"usageMetadata":{"promptTokenCount":9,
            "candidatesTokenCount":4,"thoughtsTokenCount":7,"totalTokenCount":20,"cachedContentTokenCount":8},
            "modelVersion":"gemini-x","responseId":"r"}""";
    private static final String BLOCKED = """
            {"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4},
            "modelVersion":"gemini-x","responseId":"r"}""";

    @Override
    protected Dialect dialect() {
        return Fixtures.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(raw(Action.GENERATE, "gemini-x", Bytes.utf8(REQUEST)),
                raw(Action.STREAM, "models/lab/gemini-é", Bytes.utf8(REQUEST)),
                raw(Action.EMBED, "e", Bytes.utf8("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"taskType\":\"Q\"}")),
                raw(Action.EMBED_SEVERAL, "e", Bytes.utf8("""
                        {"requests":[{"content":{"parts":[{"text":"a"}]},"output_dimensionality":2},
                        {"content":{"parts":[{"text":"b"}]},"taskType":"RETRIEVAL_QUERY"}]}""")));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8(CALLS), Bytes.utf8(BLOCKED));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(Bytes.utf8(Fixtures.encode(Fixtures.DIALECT.readResponse(Bytes.utf8(CALLS)).events())),
                Bytes.utf8("data: " + CALLS.replace("\n", "") + "\r\n\r\n"),
                Bytes.utf8("data: " + BLOCKED.replace("\n", "") + "\r\n\r\n"));
    }

    @Override
    protected List<Bytes> embeddingAnswers() {
        return List.of(Bytes.utf8("{\"embeddings\":[{\"values\":[0.5,-1.0e-3]},{\"values\":[1]}]}"),
                Bytes.utf8("{\"embedding\":{\"values\":[0.5]},\"usageMetadata\":{\"promptTokenCount\":3}}"));
    }
}
