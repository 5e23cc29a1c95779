package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.RetryAfter;

/** Writes errors in Anthropic's schema: {@code {"type": "error", "error": {"type", "message"}}}. */
final class ErrorWriter {
    private ErrorWriter() {}

    /** A whole answer. */
    static Answer answer(GatewayException error) {
        Headers headers = Headers.of("content-type", "application/json");
        Headers all = error.retryAfter()
                .map(wait -> headers.with("retry-after", RetryAfter.write(wait)))
                .orElse(headers);
        return Answer.whole(error.status(), all, Bytes.utf8(json(error)));
    }

    /** The last event of a stream. */
    static Bytes event(GatewayException error) {
        return Bytes.utf8("event: error\ndata: " + json(error) + "\n\n");
    }

    private static String json(GatewayException error) {
        return new JsonWriter().object().member("type", "error").name("error").object()
                .member("type", type(error)).member("message", error.publicMessage())
                .endObject().endObject().text();
    }

    private static String type(GatewayException error) {
        return switch (error.kind()) {
            case AUTHENTICATION -> "authentication_error";
            case PERMISSION -> "permission_error";
            case NOT_FOUND, MODEL_NOT_FOUND -> "not_found_error";
            case TOO_LARGE -> "request_too_large";
            case RATE_LIMITED -> "rate_limit_error";
            case OVERLOADED, PROVIDER_NOT_INSTALLED -> "overloaded_error";
            case TIMEOUT -> "timeout_error";
            default -> error.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
