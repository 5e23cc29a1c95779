package io.patchbay.api.lossless;

import static io.patchbay.api.lossless.AnthropicSketch.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicLosslessTest {
    private static final String WHOLE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
              {"type":"thinking","thinking":"Let me see.","signature":"c2ln"},
              {"type":"redacted_thinking","data":"ZGF0YQ=="},
              {"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"sky"}},
              {"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"encrypted_content":"eA==","n":1.50}]},
              {"type":"text","text":"It is blue.","citations":[
                {"type":"web_search_result_location","cited_text":"blue","title":"Sky","url":"http://s","encrypted_index":"i"},
                {"type":"page_location","cited_text":"sky","document_title":"D","document_index":0,"start_page_number":1}]},
              {"type":"tool_use","id":"t_1","name":"look","input":{"b":1,"a":[]},"caller":{"type":"direct"}}],
             "stop_reason":"tool_use","stop_sequence":null,"stop_details":null,"container":{"id":"c"},
             "usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":3}}
            """;
    private static final List<String> STREAM = List.of(
            """
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x",
             "content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"container":{"id":"c"},
             "usage":{"input_tokens":10,"output_tokens":1}}}""",
            "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}",
            "{'type':'ping'}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Let me '}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'see.'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'c2ln'}}",
            "{'type':'content_block_stop','index':0}",
            "{'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking','data':'ZGF0YQ=='}}",
            "{'type':'content_block_stop','index':1}",
            """
            {"type":"content_block_start","index":2,
             "content_block":{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{}}}""",
            """
            {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"query\\""}}""",
            """
            {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":":\\"sky\\"}"}}""",
            "{'type':'content_block_stop','index':2}",
            """
            {"type":"content_block_start","index":3,"content_block":{"type":"web_search_tool_result",
             "tool_use_id":"srv_1","content":[{"encrypted_content":"eA==","n":1.50}]}}""",
            "{'type':'content_block_stop','index':3}",
            "{'type':'content_block_start','index':4,'content_block':{'type':'text','text':'','citations':[]}}",
            """
            {"type":"content_block_delta","index":4,"delta":{"type":"citations_delta","citation":{
             "type":"web_search_result_location","cited_text":"blue","title":"Sky","url":"http://s","encrypted_index":"i"}}}""",
            "{'type':'content_block_delta','index':4,'delta':{'type':'text_delta','text':'It is '}}",
            """
            {"type":"content_block_delta","index":4,"delta":{"type":"citations_delta","citation":{
             "type":"page_location","cited_text":"sky","document_title":"D","document_index":0,"start_page_number":1}}}""",
            "{'type':'content_block_delta','index':4,'delta':{'type':'text_delta','text':'blue.'}}",
            "{'type':'content_block_stop','index':4}",
            """
            {"type":"content_block_start","index":5,
             "content_block":{"type":"tool_use","id":"t_1","name":"look","input":{},"caller":{"type":"direct"}}}""",
            "{'type':'content_block_delta','index':5,'delta':{'type':'input_json_delta','partial_json':''}}",
            """
            {"type":"content_block_delta","index":5,
             "delta":{"type":"input_json_delta","partial_json":"{\\"b\\":1,\\"a\\":[]}"}}""",
            "{'type':'content_block_stop','index':5}",
            """
            {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},
             "usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":3}}""");

    @Test
    void thinkingSignaturesCitationsAndServerToolsComeOutAgain() {
        JsonNode whole = Trees.object(WHOLE);

        ChatResponse read = AnthropicSketch.readResponse(whole);

        assertThat(AnthropicSketch.writeResponse(read)).isEqualTo(whole);
        assertThat(read.text()).isEqualTo("It is blue.");
        assertThat(read.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(read.usage().inputTokens()).isEqualTo(17);
        assertThat(read.candidates().getFirst().parts()).filteredOn(Part.Citation.class::isInstance)
                .map(part -> ((Part.Citation) part).title()).containsExactly("Sky", "D");
    }

    @Test
    void aStreamComesOutAgainEventByEventAndAddsUpToTheWholeAnswer() {
        List<JsonNode> events = STREAM.stream().map(event -> Trees.read(event.replace('\'', '"'))).toList();
        List<ChatEvent> decoded = new ArrayList<>();

        assertThat(throughTheModel(events, decoded)).isEqualTo(events);
        assertThat(AnthropicSketch.writeResponse(accumulate(decoded))).isEqualTo(Trees.object(WHOLE));
    }

    @Test
    void cacheMarksAndToolResultsOfARequestComeOutAgain() {
        JsonNode message = Trees.read("""
                {"role":"user","content":[
                 {"type":"text","text":"hi","cache_control":{"type":"ephemeral","ttl":"1h"}},
                 {"type":"tool_result","tool_use_id":"t","is_error":false,"cache_control":{"type":"ephemeral"},
                  "content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]},
                 {"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"},"title":"T",
                  "citations":{"enabled":true}},
                 {"type":"container_upload","file_id":"f"}]}""");

        assertThat(AnthropicSketch.writeMessage(AnthropicSketch.readMessage(message))).isEqualTo(message);
    }

    @Test
    void aWriterOfAnotherDialectsLeavesTheExtrasOut() {
        Part thought =
                AnthropicSketch.readBlock(Trees.read("{\"type\":\"thinking\",\"thinking\":\"x\",\"signature\":\"s\"}"));

        assertThat(Trees.put(Trees.object(), "other", thought.extras())).isEmpty();
        assertThat(Trees.has(thought.extras(), NAME, "signature")).isTrue();
    }

    @Test
    void everyRecordedMessageComesOutAgain() {
        int messages = 0;
        for (Recorded recorded : Recorded.of("anthropic")) {
            if (recorded.path().equals("/v1/messages") && recorded.request().startsWith("{")) {
                for (JsonNode message : Trees.object(recorded.request()).path("messages")) {
                    if (message.path("content").isTextual()) {
                        ArrayNode blocks = Trees.array();
                        blocks.addObject().put("type", "text").set("text", message.get("content"));
                        ((ObjectNode) message).set("content", blocks);
                    }
                    assertThat(AnthropicSketch.writeMessage(AnthropicSketch.readMessage(message)))
                            .as(recorded.name()).isEqualTo(message);
                    messages++;
                }
            }
        }
        assertThat(messages).isGreaterThan(500);
    }

    @Test
    void everyRecordedAnswerComesOutAgain() {
        int answers = 0;
        for (Recorded recorded : Recorded.of("anthropic")) {
            if (recorded.response().startsWith("{") && recorded.response().contains("\"type\":\"message\"")) {
                JsonNode answer = Trees.object(recorded.response());
                assertThat(AnthropicSketch.writeResponse(AnthropicSketch.readResponse(answer)))
                        .as(recorded.name()).isEqualTo(answer);
                answers++;
            }
        }
        assertThat(answers).isGreaterThan(200);
    }

    @Test
    void everyRecordedStreamComesOutAgain() {
        int streams = 0;
        for (Recorded recorded : Recorded.of("anthropic")) {
            List<JsonNode> events = new ArrayList<>(recorded.events());
            events.removeIf(event -> event.path("type").asText().equals("message_stop"));
            if (!events.isEmpty() && events.getFirst().path("type").asText().equals("message_start")) {
                List<ChatEvent> decoded = new ArrayList<>();
                assertThat(throughTheModel(events, decoded)).as(recorded.name()).isEqualTo(events);
                assertThat(accumulate(decoded).model()).as(recorded.name()).isNotEmpty();
                streams++;
            }
        }
        assertThat(streams).isGreaterThan(150);
    }

    private static List<JsonNode> throughTheModel(List<JsonNode> events, List<ChatEvent> decoded) {
        AnthropicStreamSketch reader = new AnthropicStreamSketch();
        AnthropicStreamSketch writer = new AnthropicStreamSketch();
        List<JsonNode> written = new ArrayList<>();
        for (JsonNode event : events) {
            List<ChatEvent> said = reader.decode(event);
            decoded.addAll(said);
            written.addAll(writer.encode(said));
        }
        return written;
    }

    private static ChatResponse accumulate(List<ChatEvent> events) {
        ChatAccumulator accumulator = new ChatAccumulator();
        events.forEach(accumulator::add);
        return accumulator.response();
    }
}
