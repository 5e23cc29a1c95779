package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.RetryAfter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells from an upstream's error what kind it is: by its exception's name where it is known, else by its status. */
final class ErrorReader {
    /** Longer texts are cut: an upstream's error is not the place for a document. */
    private static final int MAX_MESSAGE = 4096;

    private final InstantSource clock;

    ErrorReader(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads an error status with its headers and its body, which may be anything. */
    GatewayException read(int status, Headers headers, Bytes body) {
        Node.Obj said = object(body);
        String name =
                headers.first("x-amzn-errortype").or(() -> text(said, "__type")).map(ErrorReader::plain).orElse("");
        String message = message(said);
        ErrorKind kind = ErrorTypes.kind(name).filter(_ -> status != 401).orElseGet(() -> byStatus(status));
        GatewayException error = new GatewayException(byMessage(kind, message),
                message.isEmpty() ? "The upstream answered with status " + status + "." : message)
                .withUpstreamStatus(status);
        return RetryAfter.read(headers, clock).map(error::withRetryAfter).orElse(error);
    }

    /** Reads a message that ends a stream with a failure: its text stands in JSON, or is all of it. */
    GatewayException inStream(Frame frame) {
        String message = message(object(frame.data()));
        if (message.isEmpty()) {
            message = cut(frame.data().utf8());
        }
        ErrorKind kind = ErrorTypes.kind(EventMessages.failure(frame)).orElse(ErrorKind.UPSTREAM);
        return new GatewayException(byMessage(kind, message),
                message.isBlank() ? "The upstream broke its answer off with an error." : message);
    }

    /** Without its namespace ({@code com.amazon.coral.service#...}) and its address ({@code ...:http://...}). */
    private static String plain(String name) {
        String local = name.substring(name.indexOf('#') + 1);
        int colon = local.indexOf(':');
        return (colon < 0 ? local : local.substring(0, colon)).strip();
    }

    private static Node.Obj object(Bytes body) {
        try {
            if (JsonReader.read(body) instanceof Node.Obj object) {
                return object;
            }
        } catch (IOException _) {
            // Whatever it is, it has no text for us.
        }
        return new Node.Obj(Bytes.EMPTY, Map.of());
    }

    private static String message(Node.Obj said) {
        return List.of("message", "Message", "originalMessage").stream()
                .map(name -> text(said, name))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .findFirst().map(ErrorReader::cut).orElse("");
    }

    private static Optional<String> text(Node.Obj object, String name) {
        return object.members().get(name) instanceof Node.Str string ? Optional.of(string.value()) : Optional.empty();
    }

    /** A {@code ValidationException} is many things, which only its text tells apart. */
    private static ErrorKind byMessage(ErrorKind kind, String message) {
        if (kind != ErrorKind.INVALID_REQUEST) {
            return kind;
        }
        String lowerCase = message.toLowerCase(Locale.ROOT);
        if (lowerCase.contains("too long for requested model") || lowerCase.contains("prompt is too long")
                || lowerCase.contains("context length") || lowerCase.contains("context window")) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (lowerCase.contains("model identifier is invalid")) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        return lowerCase.contains("content filtering policy") ? ErrorKind.CONTENT_FILTERED : kind;
    }

    private static ErrorKind byStatus(int status) {
        return switch (status) {
            case 400, 422 -> ErrorKind.INVALID_REQUEST;
            case 401, 403 -> ErrorKind.KEY_REFUSED;
            case 404 -> ErrorKind.MODEL_NOT_FOUND;
            case 408, 504 -> ErrorKind.TIMEOUT;
            case 413 -> ErrorKind.TOO_LARGE;
            case 424 -> ErrorKind.UPSTREAM;
            case 429 -> ErrorKind.RATE_LIMITED;
            case 503, 529 -> ErrorKind.OVERLOADED;
            default -> status < 500 ? ErrorKind.OTHER : ErrorKind.UPSTREAM;
        };
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
    }
}
