package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.util.ArrayList;
import java.util.List;

/** Small requests and answers in the dialect {@code openai-chat}, for tests that need some. */
public final class OpenAiChat implements Tongue {
    /** The dialect as an upstream speaks it. */
    public static final Tongue TONGUE = new OpenAiChat();
    /** The dialect's name. */
    public static final String NAME = "openai-chat";
    /** The last event of every stream. */
    public static final Bytes DONE = Bytes.utf8("data: [DONE]\n\n");

    private static final String CHUNK = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"mock-1\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}";

    private OpenAiChat() {}

    /** A request for the model {@code mock-1}, with a header {@code x-test: 1}. */
    public static WireRequest request(boolean stream) {
        String body = "{\"model\":\"mock-1\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Grüße\"}],\"unknown\":1.50}";
        return WireRequest.builder(NAME, Operation.CHAT)
                .path("/chat/completions")
                .headers(Headers.of("content-type", "application/json").with("x-test", "1"))
                .body(Bytes.utf8(body))
                .model("mock-1")
                .modelAt(10, 16)
                .stream(stream)
                .build();
    }

    /** A whole answer that says some words, numbered from 1. */
    public static Bytes answer(int words) {
        return TONGUE.answer(Faults.words(words));
    }

    @Override
    public Bytes answer(List<String> words) {
        return Bytes.utf8("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"mock-1\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + String.join("", words) + "\",\"refusal\":null},\"finish_reason\":\"stop\"}],\"usage\":"
                + usage(words.size()) + "}");
    }

    /** A complete stream of the same answer: an event for each word, the finish, and {@link #DONE}. */
    public static List<Bytes> events(int words) {
        List<Bytes> events = new ArrayList<>(words(words));
        events.add(finish("stop"));
        events.add(DONE);
        return events;
    }

    /** The beginning of such a stream: an event for each word, and no finish. */
    public static List<Bytes> words(int words) {
        return TONGUE.words(Faults.words(words));
    }

    @Override
    public List<Bytes> words(List<String> words) {
        List<Bytes> events = new ArrayList<>();
        for (String word : words) {
            String role = events.isEmpty() ? "\"role\":\"assistant\"," : "";
            events.add(event(CHUNK.formatted("{" + role + "\"content\":\"" + word + "\"}", "null")));
        }
        return events;
    }

    /** The event that says why the answer ends. */
    public static Bytes finish(String reason) {
        return event(CHUNK.formatted("{}", '"' + reason + '"'));
    }

    /** An event of any data. */
    public static Bytes event(String data) {
        return Bytes.utf8("data: " + data + "\n\n");
    }

    /** An error's body. */
    public static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                .formatted(message, type, code);
    }

    @Override
    public String dialect() {
        return NAME;
    }

    @Override
    public List<Bytes> opening() {
        return List.of();
    }

    @Override
    public List<Bytes> finish(List<String> words, boolean filtered) {
        return List.of(finish(filtered ? "content_filter" : "stop"),
                event("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"mock-1\","
                        + "\"choices\":[],\"usage\":" + usage(words.size()) + "}"));
    }

    @Override
    public List<Bytes> terminator(List<String> words) {
        return List.of(DONE);
    }

    @Override
    public Bytes malformed() {
        return event("{\"choices\":[{");
    }

    @Override
    public Bytes errorEvent() {
        return event(error("The server had an error.", "server_error", "internal"));
    }

    @Override
    public Script error(int status, Trouble trouble, String... headers) {
        return Script.json(status, switch (trouble) {
            case FAILURE -> error("Status " + status + ".", "server_error", "status_" + status);
            case RATE_LIMIT -> error("Rate limit reached.", "requests", "rate_limit_exceeded");
            case KEY -> error("Incorrect API key.", "invalid_request_error", "invalid_api_key");
            case PERMISSION -> error("Not allowed.", "invalid_request_error", "permission_denied");
            case CONTEXT_LENGTH -> error("This model's maximum context length is 8192 tokens.",
                    "invalid_request_error", "context_length_exceeded");
            case CONTENT_FILTER -> error("The response was filtered.", "invalid_request_error", "content_filter");
            case PREFILL -> error("This model does not support assistant message prefill.",
                    "invalid_request_error", "invalid_value");
        }, headers);
    }

    private static String usage(int words) {
        return "{\"prompt_tokens\":1,\"completion_tokens\":" + words + ",\"total_tokens\":" + (words + 1) + "}";
    }
}
