package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.RetryAfter;

/** Writes errors as Google's APIs do: {@code {"error": {"code", "message", "status", "details"}}}. */
final class ErrorWriter {
    private static final String TYPE = "type.googleapis.com/google.rpc.";

    private ErrorWriter() {}

    /** A whole answer. */
    static Answer answer(GatewayException error) {
        Headers headers = error.retryAfter()
                .map(wait -> ChatRequests.JSON.with("retry-after", RetryAfter.write(wait)))
                .orElse(ChatRequests.JSON);
        return Answer.whole(error.status(), headers, Bytes.utf8(json(error)));
    }

    /** The error as JSON. */
    static String json(GatewayException error) {
        JsonWriter out = new JsonWriter().object().name(ErrorReader.ERROR).object()
                .member("code", error.status())
                .member("message", error.publicMessage())
                .member("status", status(error));
        if (error.param().isPresent() || error.retryAfter().isPresent()) {
            out.name("details").array();
            error.param().ifPresent(field -> out.object().member("@type", TYPE + "BadRequest").name("fieldViolations")
                    .array().object().member("field", field).member("description", error.publicMessage()).endObject()
                    .endArray().endObject());
            error.retryAfter().ifPresent(wait -> out.object().member("@type", TYPE + "RetryInfo")
                    .member("retryDelay", RetryAfter.write(wait) + "s").endObject());
            out.endArray();
        }
        return out.endObject().endObject().text();
    }

    private static String status(GatewayException error) {
        return switch (error.kind()) {
            case INVALID_REQUEST, TOO_LARGE, CONTEXT_LENGTH, CONTENT_FILTERED -> "INVALID_ARGUMENT";
            case AUTHENTICATION -> "UNAUTHENTICATED";
            case PERMISSION -> "PERMISSION_DENIED";
            case NOT_FOUND, MODEL_NOT_FOUND -> "NOT_FOUND";
            case RATE_LIMITED -> "RESOURCE_EXHAUSTED";
            case OVERLOADED, PROVIDER_NOT_INSTALLED, KEY_REFUSED, UPSTREAM -> "UNAVAILABLE";
            case TIMEOUT -> "DEADLINE_EXCEEDED";
            case CANCELLED -> "CANCELLED";
            case INTERNAL -> "INTERNAL";
            default -> error.status() < 500 ? "FAILED_PRECONDITION" : "UNKNOWN";
        };
    }
}
