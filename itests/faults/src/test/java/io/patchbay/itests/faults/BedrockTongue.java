package io.patchbay.itests.faults;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.EventStreams;
import io.patchbay.testkit.Script;
import io.patchbay.testkit.Tongue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code bedrock-converse}, as AWS speaks it. */
final class BedrockTongue implements Tongue {
    @Override
    public String dialect() {
        return "bedrock-converse";
    }

    @Override
    public String streamType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    public Bytes answer(List<String> words) {
        return Bytes.utf8("""
                {"output":{"message":{"role":"assistant","content":[{"text":"%s"}]}},"stopReason":"end_turn",%s}"""
                .formatted(String.join("", words), used(words)));
    }

    @Override
    public List<Bytes> opening() {
        return List.of(event("messageStart", "{\"role\":\"assistant\"}"));
    }

    @Override
    public List<Bytes> words(List<String> words) {
        return words.stream().map(word -> event("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + word + "\"}}")).toList();
    }

    @Override
    public List<Bytes> finish(List<String> words, boolean filtered) {
        return List.of(event("contentBlockStop", "{\"contentBlockIndex\":0}"), event("messageStop",
                "{\"stopReason\":\"" + (filtered ? "content_filtered" : "end_turn") + "\"}"));
    }

    @Override
    public List<Bytes> terminator(List<String> words) {
        return List.of(event("metadata", "{" + used(words) + "}"));
    }

    @Override
    public Bytes malformed() {
        return event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{");
    }

    @Override
    public Bytes heartbeat() {
        return event("ping", "{}");
    }

    @Override
    public Bytes errorEvent() {
        return EventStreams.message(headers("exception", "exception-type", "internalServerException"),
                Bytes.utf8("{\"message\":\"The server had an error.\"}"));
    }

    @Override
    public Script error(int status, Trouble trouble, String... headers) {
        String type = switch (trouble) {
            case FAILURE -> switch (status) {
                case 400, 413 -> "ValidationException";
                case 404 -> "ResourceNotFoundException";
                case 408 -> "ModelTimeoutException";
                case 503, 529 -> "ServiceUnavailableException";
                default -> "InternalServerException";
            };
            case RATE_LIMIT -> "ThrottlingException";
            case KEY -> "UnrecognizedClientException";
            case PERMISSION -> "AccessDeniedException";
            case CONTEXT_LENGTH, CONTENT_FILTER, PREFILL -> "ValidationException";
        };
        String message = switch (trouble) {
            case FAILURE -> "Status " + status + ".";
            case RATE_LIMIT -> "Too many requests, please wait before trying again.";
            case KEY -> "The security token included in the request is invalid.";
            case PERMISSION -> "You don't have access to the model with the specified model ID.";
            case CONTEXT_LENGTH -> "Input is too long for requested model.";
            case CONTENT_FILTER -> "Output blocked by content filtering policy";
            case PREFILL -> "This model does not support assistant message prefill.";
        };
        String[] more = new String[headers.length + 1];
        System.arraycopy(headers, 0, more, 0, headers.length);
        more[headers.length] = "x-amzn-errortype: " + type;
        return Script.json(status, "{\"message\":\"" + message + "\"}", more);
    }

    private static String used(List<String> words) {
        return "\"usage\":{\"inputTokens\":1,\"outputTokens\":%d,\"totalTokens\":%d},\"metrics\":{\"latencyMs\":1}"
                .formatted(words.size(), words.size() + 1);
    }

    private static Bytes event(String type, String payload) {
        return EventStreams.message(headers("event", "event-type", type), Bytes.utf8(payload));
    }

    private static Map<String, String> headers(String kind, String typeName, String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":" + typeName, type);
        headers.put(":content-type", "application/json");
        headers.put(":message-type", kind);
        return headers;
    }
}
