package io.patchbay.itests.faults;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.Script;
import io.patchbay.testkit.Tongue;
import java.util.List;

/** {@code gemini}, as Google speaks it. */
final class GeminiTongue implements Tongue {
    @Override
    public String dialect() {
        return "gemini";
    }

    @Override
    public Bytes answer(List<String> words) {
        return Bytes.utf8(chunk(String.join("", words), "STOP", words.size()));
    }

    @Override
    public List<Bytes> opening() {
        return List.of();
    }

    @Override
    public List<Bytes> words(List<String> words) {
        return words.stream().map(word -> event("""
                {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"index":0}]}""".formatted(word)))
                .toList();
    }

    @Override
    public List<Bytes> finish(List<String> words, boolean filtered) {
        return List.of(event(chunk("", filtered ? "SAFETY" : "STOP", words.size())));
    }

    @Override
    public List<Bytes> terminator(List<String> words) {
        return List.of();
    }

    @Override
    public Bytes malformed() {
        return event("{\"candidates\":[{");
    }

    @Override
    public Bytes errorEvent() {
        return event(error(503, "UNAVAILABLE", "The model is overloaded."));
    }

    @Override
    public Script error(int status, Trouble trouble, String... headers) {
        return Script.json(status, switch (trouble) {
            case FAILURE -> error(status, switch (status) {
                case 400, 413 -> "INVALID_ARGUMENT";
                case 404 -> "NOT_FOUND";
                case 503, 529 -> "UNAVAILABLE";
                case 408, 504 -> "DEADLINE_EXCEEDED";
                default -> "INTERNAL";
            }, "Status " + status + ".");
            case RATE_LIMIT -> error(status, "RESOURCE_EXHAUSTED", "You exceeded your current quota.");
            case KEY -> error(status, "UNAUTHENTICATED", "API key not valid.");
            case PERMISSION -> error(status, "PERMISSION_DENIED", "Not allowed.");
            case CONTEXT_LENGTH -> error(status, "INVALID_ARGUMENT",
                    "The input token count (9000) exceeds the maximum number of tokens allowed (8192).");
            case CONTENT_FILTER -> error(status, "INVALID_ARGUMENT", "The request was blocked.");
            case PREFILL -> error(status, "INVALID_ARGUMENT", "The last turn must be of the user.");
        }, headers);
    }

    private static String error(int code, String status, String message) {
        return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}".formatted(code, message, status);
    }

    private static String chunk(String text, String finish, int words) {
        return """
                {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"finishReason":"%s","index":0}],\
                "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":%d,"totalTokenCount":%d}}"""
                .formatted(text, finish, words, words + 1);
    }

    private static Bytes event(String data) {
        return Bytes.utf8("data: " + data + "\r\n\r\n");
    }
}
