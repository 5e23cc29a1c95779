package io.patchbay.dialect.anthropic.internal;

import java.util.List;

/** Streams of our own making. */
final class MessageStreams {
    /** The data of a stream with every kind of block. */
    static final List<String> EVENTS = List.of(
            """
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x",
             "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,
             "cache_creation_input_tokens":2,"cache_read_input_tokens":5,"output_tokens":1,"service_tier":"standard"}}}""",
            """
            {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            "{\"type\":\"ping\"}",
            delta(0, "\"type\":\"thinking_delta\",\"thinking\":\"Let me \""),
            delta(0, "\"type\":\"thinking_delta\",\"thinking\":\"see.\""),
            delta(0, "\"type\":\"signature_delta\",\"signature\":\"c2ln+/=\""),
            stop(0),
            """
            {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"ZGF0YQ=="}}""",
            stop(1),
            """
            {"type":"content_block_start","index":2,
             "content_block":{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{}}}""",
            delta(2, "\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"query\\\"\""),
            delta(2, "\"type\":\"input_json_delta\",\"partial_json\":\":\\\"sky\\\"}\""),
            stop(2),
            """
            {"type":"content_block_start","index":3,"content_block":{"type":"web_search_tool_result",
             "tool_use_id":"srv_1","content":[{"encrypted_content":"eA==","n":1.50}]}}""",
            stop(3),
            """
            {"type":"content_block_start","index":4,"content_block":{"type":"text","text":"","citations":[]}}""",
            delta(4, "\"type\":\"text_delta\",\"text\":\"It is \""),
            delta(4, """
                    "type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"blue",
                    "title":"Sky","url":"http://s","encrypted_index":"i"}"""),
            delta(4, "\"type\":\"text_delta\",\"text\":\"blue 🦊.\""),
            stop(4),
            """
            {"type":"content_block_start","index":5,
             "content_block":{"type":"tool_use","id":"t_1","name":"look","input":{},"caller":{"type":"direct"}}}""",
            delta(5, "\"type\":\"input_json_delta\",\"partial_json\":\"\""),
            delta(5, "\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"b\\\":1,\\\"a\\\":[]}\""),
            stop(5),
            """
            {"type":"content_block_start","index":6,
             "content_block":{"type":"tool_use","id":"t_2","name":"now","input":{}}}""",
            stop(6),
            """
            {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},
             "usage":{"output_tokens":30,"output_tokens_details":{"thinking_tokens":4}}}""",
            "{\"type\":\"message_stop\"}");
    /** The same as a stream. */
    static final String FULL = framed(EVENTS);

    private MessageStreams() {}

    private static String delta(int index, String members) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{" + members + "}}";
    }

    private static String stop(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
    }

    /** Events as the protocol frames them. */
    static String framed(List<String> events) {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            String type = event.substring("{\"type\":\"".length(), event.indexOf('"', "{\"type\":\"".length()));
            stream.append("event: ").append(type).append("\ndata: ").append(event.replace("\n", " ")).append("\n\n");
        }
        return stream.toString();
    }
}
