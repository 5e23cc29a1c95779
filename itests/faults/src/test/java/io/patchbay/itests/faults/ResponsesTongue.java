package io.patchbay.itests.faults;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.Script;
import io.patchbay.testkit.Tongue;
import java.util.ArrayList;
import java.util.List;

/** {@code openai-responses}, as OpenAI speaks it. */
final class ResponsesTongue implements Tongue {
    private static final String AT = "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0";
    private static final String PART = "{\"type\":\"output_text\",\"text\":\"%s\",\"annotations\":[],\"logprobs\":[]}";
    private static final String ITEM =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"%s\",\"role\":\"assistant\",\"content\":[%s]}";
    /** How many events come before the first word. */
    private static final int OPENING = 4;

    @Override
    public String dialect() {
        return "openai-responses";
    }

    @Override
    public Bytes answer(List<String> words) {
        return Bytes.utf8(response("completed", ITEM.formatted("completed", PART.formatted(String.join("", words))),
                usage(words)));
    }

    @Override
    public List<Bytes> opening() {
        String begun = "\"response\":" + response("in_progress", "", "null");
        return List.of(
                event(0, "response.created", begun),
                event(1, "response.in_progress", begun),
                event(2, "response.output_item.added",
                        "\"output_index\":0,\"item\":" + ITEM.formatted("in_progress", "")),
                event(3, "response.content_part.added", AT + ",\"part\":" + PART.formatted("")));
    }

    @Override
    public List<Bytes> words(List<String> words) {
        List<Bytes> events = new ArrayList<>();
        for (String word : words) {
            events.add(event(OPENING + events.size(), "response.output_text.delta",
                    AT + ",\"delta\":\"" + word + "\",\"logprobs\":[]"));
        }
        return events;
    }

    /** A response that a policy ends is incomplete. */
    @Override
    public List<Bytes> finish(List<String> words, boolean filtered) {
        int next = OPENING + words.size();
        String status = filtered ? "incomplete" : "completed";
        String part = PART.formatted(String.join("", words));
        String item = ITEM.formatted(status, part);
        String response = response(status, item, usage(words));
        String reason = filtered
                ? response.replace("\"incomplete_details\":null",
                        "\"incomplete_details\":{\"reason\":\"content_filter\"}")
                : response;
        return List.of(
                event(next, "response.output_text.done",
                        AT + ",\"text\":\"" + String.join("", words) + "\",\"logprobs\":[]"),
                event(next + 1, "response.content_part.done", AT + ",\"part\":" + part),
                event(next + 2, "response.output_item.done", "\"output_index\":0,\"item\":" + item),
                event(next + 3, "response." + status, "\"response\":" + reason));
    }

    @Override
    public List<Bytes> terminator(List<String> words) {
        return List.of();
    }

    @Override
    public Bytes malformed() {
        return Bytes.utf8(
                "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\n\n");
    }

    @Override
    public Bytes errorEvent() {
        return event(99, "error", "\"code\":\"server_error\",\"message\":\"The server had an error.\",\"param\":null");
    }

    @Override
    public Script error(int status, Trouble trouble, String... headers) {
        return OpenAiChat.TONGUE.error(status, trouble, headers);
    }

    private static String response(String status, String output, String usage) {
        return """
                {"id":"resp_1","object":"response","created_at":1,"model":"m","status":"%s","error":null,\
                "incomplete_details":null,"instructions":null,"metadata":{},"output":[%s],"parallel_tool_calls":true,\
                "temperature":1,"tool_choice":"auto","tools":[],"top_p":1,"usage":%s}"""
                .formatted(status, output, usage);
    }

    private static String usage(List<String> words) {
        return """
                {"input_tokens":1,"input_tokens_details":{"cached_tokens":0},"output_tokens":%d,\
                "output_tokens_details":{"reasoning_tokens":0},"total_tokens":%d}"""
                .formatted(words.size(), words.size() + 1);
    }

    private static Bytes event(int number, String type, String members) {
        return Bytes.utf8("event: %1$s\ndata: {\"type\":\"%1$s\",\"sequence_number\":%2$d,%3$s}\n\n"
                .formatted(type, number, members));
    }
}
