package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.RetryAfter;
import io.patchbay.dialect.json.Statuses;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells from an upstream's error what kind it is: by its words where they are known, else by its status. */
final class ErrorReader {
    /** Longer texts are cut: an upstream's error is not the place for a document. */
    private static final int MAX_MESSAGE = 4096;
    private static final String BROKEN_OFF = "The upstream broke its answer off with an error.";

    private final InstantSource clock;

    ErrorReader(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads an error status with its headers and its body, which may be anything. */
    GatewayException read(int status, Headers headers, Bytes body) {
        String text = text(body);
        String message = text.isEmpty() ? "The upstream answered with status " + status + "." : text;
        GatewayException error = new GatewayException(kind(status, text), message).withUpstreamStatus(status);
        return RetryAfter.read(headers, clock).map(error::withRetryAfter).orElse(error);
    }

    /** The error that an answer's text tells, whose status was fine. */
    GatewayException inAnswer(String text) {
        String message = cut(text);
        return new GatewayException(kind(0, message), message.isEmpty() ? BROKEN_OFF : message);
    }

    private static String text(Bytes body) {
        try {
            return cut(text(JsonReader.read(body)).orElse(""));
        } catch (IOException _) {
            return "";
        }
    }

    /** The text of {@code {"message": ...}}, of {@code {"error": ...}} around one of these, or of a bare string. */
    private static Optional<String> text(Node node) {
        if (node instanceof Node.Str string) {
            return Optional.of(string.value());
        }
        if (node instanceof Node.Obj object) {
            for (String name : List.of("message", "error", "detail")) {
                Node member = object.members().get(name);
                Optional<String> text = member == null ? Optional.empty() : text(member);
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
    }

    /** Cohere has no words for programs in its errors: the text tells. */
    private static ErrorKind kind(int status, String text) {
        if (status == 401 || status >= 500) {
            return byStatus(status);
        }
        String lowerCase = text.toLowerCase(Locale.ROOT);
        // "too many tokens: max tokens must be less than ..." speaks of the answer's limit.
        if ((lowerCase.contains("too many tokens") && !lowerCase.contains("max tokens must be"))
                || lowerCase.contains("context length") || lowerCase.contains("context window")) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (lowerCase.contains("model") && lowerCase.contains("not found")) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        if (lowerCase.contains("invalid api token") || lowerCase.contains("no api key supplied")) {
            return ErrorKind.KEY_REFUSED;
        }
        return byStatus(status);
    }

    private static ErrorKind byStatus(int status) {
        // Cohere's own for a token that is not valid.
        return status == 498 ? ErrorKind.KEY_REFUSED : Statuses.kind(status);
    }
}
