package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.RetryAfter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells from an upstream's error what kind it is: by its words where they are known, else by its status. */
final class ErrorReader {
    /** Longer texts are cut: an upstream's error is not the place for a document. */
    private static final int MAX_MESSAGE = 4096;

    private final InstantSource clock;

    ErrorReader(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What the body of an error says.
     *
     * @param type Anthropic's word; empty where there is none
     * @param message the text; empty where there is none
     */
    private record Said(String type, String message) {
        static final Said NOTHING = new Said("", "");
    }

    /** Reads an error status with its headers and its body, which may be anything. */
    GatewayException read(int status, Headers headers, Bytes body) {
        Said said = body(body);
        GatewayException error = exception(kind(status, said), said,
                "The upstream answered with status " + status + ".").withUpstreamStatus(status);
        return RetryAfter.read(headers, clock).map(error::withRetryAfter).orElse(error);
    }

    /** Reads an error that stands in an answer whose status was fine. */
    GatewayException inAnswer(Node node) {
        Said said = said(node);
        return exception(kind(0, said), said, "The upstream broke its answer off with an error.");
    }

    private static GatewayException exception(ErrorKind kind, Said said, String otherwise) {
        return new GatewayException(kind, said.message().isEmpty() ? otherwise : said.message());
    }

    private static Said body(Bytes body) {
        try {
            return said(JsonReader.read(body));
        } catch (IOException _) {
            return Said.NOTHING;
        }
    }

    /** Beside Anthropic's own shape, those of servers in front of it: a bare object, a text, a {@code detail}. */
    private static Said said(Node root) {
        if (!(root instanceof Node.Obj object)) {
            return Said.NOTHING;
        }
        Node inner = object.members().get("error");
        if (inner instanceof Node.Str text) {
            return new Said("", cut(text.value()));
        }
        Map<String, Node> members = inner instanceof Node.Obj error ? error.members() : object.members();
        String message = Stream.of("message", "detail").flatMap(name -> text(members, name).stream())
                .findFirst().orElse("");
        return new Said(text(members, "type").orElse(""), cut(message));
    }

    private static Optional<String> text(Map<String, Node> members, String name) {
        return members.get(name) instanceof Node.Str string ? Optional.of(string.value()) : Optional.empty();
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
    }

    private static ErrorKind kind(int status, Said said) {
        return byWord(said.type(), said.message().toLowerCase(Locale.ROOT)).filter(_ -> status != 401)
                .orElseGet(() -> byStatus(status));
    }

    /** Anthropic's words: <a href="https://platform.claude.com/docs/en/api/errors">errors</a>. */
    private static Optional<ErrorKind> byWord(String type, String lowerCase) {
        return switch (type) {
            case "invalid_request_error" -> Optional.of(byMessage(lowerCase));
            // A key without credit or rights is as good as refused: another one may have some.
            case "authentication_error", "permission_error", "billing_error" -> Optional.of(ErrorKind.KEY_REFUSED);
            case "not_found_error" ->
                    Optional.of(lowerCase.contains("model") ? ErrorKind.MODEL_NOT_FOUND : ErrorKind.NOT_FOUND);
            case "request_too_large" -> Optional.of(ErrorKind.TOO_LARGE);
            case "rate_limit_error" -> Optional.of(ErrorKind.RATE_LIMITED);
            case "timeout_error" -> Optional.of(ErrorKind.TIMEOUT);
            case "api_error" -> Optional.of(ErrorKind.UPSTREAM);
            case "overloaded_error" -> Optional.of(ErrorKind.OVERLOADED);
            default -> Optional.empty();
        };
    }

    /** One word stands for all that is wrong with a request; only the text says more. */
    private static ErrorKind byMessage(String lowerCase) {
        if (lowerCase.contains("prompt is too long") || lowerCase.contains("exceed context limit")
                || lowerCase.contains("context window")) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (lowerCase.contains("content filtering policy")) {
            return ErrorKind.CONTENT_FILTERED;
        }
        return lowerCase.contains("credit balance is too low") ? ErrorKind.KEY_REFUSED : ErrorKind.INVALID_REQUEST;
    }

    private static ErrorKind byStatus(int status) {
        return switch (status) {
            case 400, 422 -> ErrorKind.INVALID_REQUEST;
            case 401, 402, 403 -> ErrorKind.KEY_REFUSED;
            case 404 -> ErrorKind.NOT_FOUND;
            case 408, 504 -> ErrorKind.TIMEOUT;
            case 413 -> ErrorKind.TOO_LARGE;
            case 429 -> ErrorKind.RATE_LIMITED;
            case 503, 529 -> ErrorKind.OVERLOADED;
            default -> status > 0 && status < 500 ? ErrorKind.OTHER : ErrorKind.UPSTREAM;
        };
    }
}
