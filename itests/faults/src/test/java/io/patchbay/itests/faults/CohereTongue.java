package io.patchbay.itests.faults;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.Script;
import io.patchbay.testkit.Tongue;
import java.util.List;

/** {@code cohere-v2}, as Cohere speaks it. */
final class CohereTongue implements Tongue {
    private static final String USAGE = "{\"tokens\":{\"input_tokens\":1,\"output_tokens\":%d}}";

    @Override
    public String dialect() {
        return "cohere-v2";
    }

    @Override
    public Bytes answer(List<String> words) {
        return Bytes.utf8("""
                {"id":"c-1","message":{"role":"assistant","content":[{"type":"text","text":"%s"}]},\
                "finish_reason":"COMPLETE","usage":%s}"""
                .formatted(String.join("", words), USAGE.formatted(words.size())));
    }

    @Override
    public List<Bytes> opening() {
        return List.of(
                event("message-start", """
                        "id":"c-1","delta":{"message":{"role":"assistant","content":[],"tool_plan":"",\
                        "tool_calls":[],"citations":[]}}"""),
                event("content-start",
                        "\"index\":0,\"delta\":{\"message\":{\"content\":{\"type\":\"text\",\"text\":\"\"}}}"));
    }

    @Override
    public List<Bytes> words(List<String> words) {
        return words.stream().map(word -> event("content-delta",
                "\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"" + word + "\"}}}")).toList();
    }

    @Override
    public List<Bytes> finish(List<String> words, boolean filtered) {
        return List.of(event("content-end", "\"index\":0"),
                event("message-end", "\"delta\":{\"finish_reason\":\"%s\",\"usage\":%s}"
                        .formatted(filtered ? "ERROR_TOXIC" : "COMPLETE", USAGE.formatted(words.size()))));
    }

    @Override
    public List<Bytes> terminator(List<String> words) {
        return List.of(Bytes.utf8("data: [DONE]\n\n"));
    }

    @Override
    public Bytes malformed() {
        return Bytes.utf8("event: content-delta\ndata: {\"type\":\"content-delta\",\"delta\":{\n\n");
    }

    @Override
    public Bytes errorEvent() {
        return event("message-end", "\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"The server had an error.\"}");
    }

    @Override
    public Script error(int status, Trouble trouble, String... headers) {
        String message = switch (trouble) {
            case FAILURE -> "Status " + status + ".";
            case RATE_LIMIT -> "You are past the per minute request limit.";
            case KEY -> "invalid api token";
            case PERMISSION -> "You are not allowed to do this.";
            case CONTEXT_LENGTH -> "too many tokens: the prompt has 9000 tokens, more than the model takes.";
            case CONTENT_FILTER -> "The request was blocked.";
            case PREFILL -> "invalid request: the last message must be of the user.";
        };
        return Script.json(status, "{\"id\":\"c-1\",\"message\":\"" + message + "\"}", headers);
    }

    private static Bytes event(String type, String members) {
        return Bytes.utf8("event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, members));
    }
}
