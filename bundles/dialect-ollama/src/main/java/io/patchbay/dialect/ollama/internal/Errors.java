package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.RetryAfter;
import io.patchbay.dialect.json.Statuses;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;

/** Reads and writes errors: {@code {"error": "..."}}, whole or as a line of a stream. */
final class Errors {
    /** The member that has the text. */
    static final String MEMBER = "error";

    /** Longer texts are cut: an upstream's error is not the place for a document. */
    private static final int MAX_MESSAGE = 4096;

    private final InstantSource clock;

    Errors(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads an error status with its headers and its body, which may be anything. */
    GatewayException read(int status, Headers headers, Bytes body) {
        String text = text(body);
        GatewayException error = new GatewayException(kind(status, text),
                text.isEmpty() ? "The upstream answered with status " + status + "." : text)
                .withUpstreamStatus(status);
        return RetryAfter.read(headers, clock).map(error::withRetryAfter).orElse(error);
    }

    /** The error that an answer tells whose status was fine. */
    GatewayException inAnswer(Node node) {
        String text = text(node);
        return new GatewayException(kind(0, text),
                text.isEmpty() ? "The upstream broke its answer off with an error." : text);
    }

    private static String text(Bytes body) {
        try {
            Node root = JsonReader.read(body);
            return text(root instanceof Node.Obj object ? object.members().getOrDefault(MEMBER, root) : root);
        } catch (IOException _) {
            return "";
        }
    }

    /** A text, or an object that has one, as the server's OpenAI-like endpoints and proxies in front of it write it. */
    private static String text(Node node) {
        String text = switch (node) {
            case Node.Str string -> string.value();
            case Node.Obj object when object.members().get("message") instanceof Node.Str string -> string.value();
            default -> "";
        };
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
    }

    private static ErrorKind kind(int status, String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        if (status < 500 && lowerCase.contains("model") && lowerCase.contains("not found")) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        if (status < 500 && (lowerCase.contains("context length") || lowerCase.contains("context window"))) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        return Statuses.kind(status);
    }

    /** A whole answer. */
    static Answer answer(GatewayException error) {
        Headers headers = Headers.of("content-type", "application/json");
        Headers all = error.retryAfter()
                .map(wait -> headers.with("retry-after", RetryAfter.write(wait)))
                .orElse(headers);
        return Answer.whole(error.status(), all, Bytes.utf8(json(error)));
    }

    /** The last line of a stream. */
    static Bytes line(GatewayException error) {
        return Bytes.utf8(json(error) + "\n");
    }

    private static String json(GatewayException error) {
        return new JsonWriter().object().member(MEMBER, error.publicMessage()).endObject().text();
    }
}
