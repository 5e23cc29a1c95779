package io.patchbay.itests.faults;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.Script;
import io.patchbay.testkit.Tongue;
import java.util.List;

/** {@code anthropic-messages}, as Anthropic speaks it. */
final class AnthropicTongue implements Tongue {
    @Override
    public String dialect() {
        return "anthropic-messages";
    }

    @Override
    public Bytes answer(List<String> words) {
        return Bytes.utf8("""
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"%s"}],\
                "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":%d}}"""
                .formatted(String.join("", words), words.size()));
    }

    @Override
    public List<Bytes> opening() {
        return List.of(
                event("message_start", """
                        "message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],\
                        "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":0}}"""),
                event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
    }

    @Override
    public List<Bytes> words(List<String> words) {
        return words.stream().map(word -> event("content_block_delta",
                "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + word + "\"}")).toList();
    }

    @Override
    public List<Bytes> finish(List<String> words, boolean filtered) {
        return List.of(
                event("content_block_stop", "\"index\":0"),
                event("message_delta", """
                        "delta":{"stop_reason":"%s","stop_sequence":null},"usage":{"output_tokens":%d}"""
                        .formatted(filtered ? "refusal" : "end_turn", words.size())));
    }

    @Override
    public List<Bytes> terminator(List<String> words) {
        return List.of(Bytes.utf8("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
    }

    @Override
    public Bytes malformed() {
        return Bytes.utf8("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\n\n");
    }

    @Override
    public Bytes heartbeat() {
        return Bytes.utf8("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    }

    @Override
    public Bytes errorEvent() {
        return event("error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
    }

    @Override
    public Script error(int status, Trouble trouble, String... headers) {
        return Script.json(status, switch (trouble) {
            case FAILURE -> error(switch (status) {
                case 404 -> "not_found_error";
                case 413 -> "request_too_large";
                case 503, 529 -> "overloaded_error";
                case 408, 504 -> "timeout_error";
                case 400 -> "invalid_request_error";
                default -> "api_error";
            }, "Status " + status + ".");
            case RATE_LIMIT -> error("rate_limit_error", "This request would exceed your rate limit.");
            case KEY -> error("authentication_error", "invalid x-api-key");
            case PERMISSION -> error("permission_error", "Not allowed.");
            case CONTEXT_LENGTH -> error("invalid_request_error", "prompt is too long: 201 tokens > 200 maximum");
            case CONTENT_FILTER -> error("invalid_request_error", "Output blocked by content filtering policy");
            case PREFILL -> error("invalid_request_error", "This model does not support assistant message prefill. "
                    + "The conversation must end with a user message.");
        }, headers);
    }

    private static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}".formatted(type, message);
    }

    private static Bytes event(String type, String members) {
        return Bytes.utf8("event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, members));
    }
}
