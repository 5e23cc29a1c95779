package io.patchbay.dialect.responses.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.RetryAfter;
import java.util.Optional;

/** Writes errors in OpenAI's schema: {@code {"error": {"message", "type", "param", "code"}}}. */
final class ErrorWriter {
    private ErrorWriter() {}

    /** A whole answer. */
    static Answer answer(GatewayException error) {
        Headers headers = Headers.of("content-type", "application/json");
        Headers all = error.retryAfter()
                .map(wait -> headers.with("retry-after", RetryAfter.write(wait)))
                .orElse(headers);
        JsonWriter out = new JsonWriter().object();
        error(error, out);
        return Answer.whole(error.status(), all, out.endObject().bytes());
    }

    /**
     * The last event of a stream. OpenAI's reference has the members in the event itself; what it sends, and what its
     * SDKs raise an exception for, is an object {@code error}: both are there.
     */
    static String event(GatewayException error, long sequence) {
        JsonWriter out = new JsonWriter().object().member("type", "error").member("sequence_number", sequence);
        members(error, out);
        error(error, out);
        return "event: error\ndata: " + out.endObject().text() + "\n\n";
    }

    private static void error(GatewayException error, JsonWriter out) {
        out.name("error").object().member("type", type(error));
        members(error, out);
        out.endObject();
    }

    private static void members(GatewayException error, JsonWriter out) {
        out.member("message", error.publicMessage())
                .rawMember("param", nullable(error.param()))
                .rawMember("code", nullable(code(error)));
    }

    /** The code of an error whose text is not public says as much as the text. */
    private static Optional<String> code(GatewayException error) {
        return error.code().filter(_ -> error.kind().textPublic())
                .or(() -> Optional.of(code(error.kind())).filter(word -> !word.isEmpty()));
    }

    private static String nullable(Optional<String> text) {
        return text.map(JsonWriter::quoted).orElse("null");
    }

    private static String type(GatewayException error) {
        return switch (error.kind()) {
            case AUTHENTICATION -> "authentication_error";
            case PERMISSION -> "permission_error";
            case RATE_LIMITED -> "rate_limit_error";
            default -> error.status() < 500 ? "invalid_request_error" : "server_error";
        };
    }

    /** The code of an error that brings none: OpenAI's where it has one, else the kind in lower case. */
    private static String code(ErrorKind kind) {
        return switch (kind) {
            case AUTHENTICATION -> "invalid_api_key";
            case NOT_FOUND -> "unknown_url";
            case MODEL_NOT_FOUND -> "model_not_found";
            case CONTEXT_LENGTH -> "context_length_exceeded";
            case CONTENT_FILTERED -> "content_filter";
            case RATE_LIMITED -> "rate_limit_exceeded";
            case KEY_REFUSED -> "upstream_key_refused";
            case PROVIDER_NOT_INSTALLED -> "provider_not_installed";
            case OVERLOADED -> "overloaded";
            case TIMEOUT -> "timeout";
            case UPSTREAM -> "upstream_error";
            case INTERNAL -> "internal_error";
            default -> "";
        };
    }
}
