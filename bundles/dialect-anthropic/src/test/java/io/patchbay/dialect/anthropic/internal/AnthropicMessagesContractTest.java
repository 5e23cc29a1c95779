package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.raw;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.testkit.DialectContractTest;
import java.util.List;

/** What every dialect must do, this one does. */
class AnthropicMessagesContractTest extends DialectContractTest {
    private static final String PLAIN = """
            {"model":"claude-x","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}""";
    private static final String STREAMED = """
            {"max_tokens":5,"stream":true,"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
            "messages":[{"role":"user","content":[{"type":"text","text":"Grüße 🦊"},{"type":"image","source":
            {"type":"base64","media_type":"image/png","data":"AAAA"}}]}],"future":1.50,
            "model":"lab\\/claude-\\u00e9"}""";
    static final String WHOLE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
            {"type":"thinking","thinking":"Hm","signature":"c2ln"},{"type":"redacted_thinking","data":"ZGF0YQ=="},
            {"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"sky"}},
            {"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"encrypted_content":"eA==","n":1.50}]},
            {"type":"text","text":"Blau 🦊","citations":[{"type":"page_location","cited_text":"sky","document_title":"D",
            "document_index":0,"start_page_number":1}]},
            {"type":"tool_use","id":"t_1","name":"look","input":{"b":1,"a":[]},"caller":{"type":"direct"}}],
            "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":2,
            "cache_read_input_tokens":5,"output_tokens":3,"service_tier":"standard"}}""";

    @Override
    protected Dialect dialect() {
        return Fixtures.DIALECT;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(raw(Operation.CHAT, Bytes.utf8(PLAIN)), raw(Operation.CHAT, Bytes.utf8(STREAMED)),
                raw(AnthropicMessages.COUNT_TOKENS, Bytes.utf8(PLAIN)));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8(WHOLE), Bytes.utf8("""
                {"id":"m","type":"message","role":"assistant","model":"c","content":[],"stop_reason":"end_turn",
                "stop_sequence":null,"usage":{"input_tokens":1,"cache_creation_input_tokens":0,
                "cache_read_input_tokens":0,"output_tokens":1}}"""));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(Bytes.utf8(MessageStreams.FULL), Bytes.utf8(
                Fixtures.encodeAtOnce(Fixtures.DIALECT.readResponse(Bytes.utf8(WHOLE)).events())));
    }
}
