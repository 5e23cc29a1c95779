package io.patchbay.dialect.openai.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.RetryAfter;

/** Writes errors in OpenAI's schema: {@code {"error": {"message", "type", "param", "code"}}}. */
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
        return Bytes.utf8("data: " + json(error) + "\n\n");
    }

    private static String json(GatewayException error) {
        JsonWriter out = new JsonWriter().object().name("error").object();
        out.member("message", error.publicMessage()).member("type", type(error)).name("param");
        error.param().ifPresentOrElse(out::string, () -> out.raw("null"));
        // The code of an error whose text is not public says as much as the text.
        String code = error.code().filter(_ -> error.kind().textPublic()).orElseGet(() -> code(error.kind()));
        out.name("code");
        if (code.isEmpty()) {
            out.raw("null");
        } else {
            out.string(code);
        }
        return out.endObject().endObject().text();
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
