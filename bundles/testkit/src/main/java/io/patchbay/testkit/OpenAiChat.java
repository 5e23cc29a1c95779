package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.util.ArrayList;
import java.util.List;

/** Small requests and answers in the dialect {@code openai-chat}, for tests that need some. */
public final class OpenAiChat {
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
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= words; i++) {
            text.append(word(i));
        }
        return Bytes.utf8("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"mock-1\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\",\"refusal\":null},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":"
                + words + ",\"total_tokens\":" + (words + 1) + "}}");
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
        List<Bytes> events = new ArrayList<>();
        for (int i = 1; i <= words; i++) {
            String role = i == 1 ? "\"role\":\"assistant\"," : "";
            events.add(event(CHUNK.formatted("{" + role + "\"content\":\"" + word(i) + "\"}", "null")));
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

    private static String word(int number) {
        return "w" + number + "é ";
    }
}
