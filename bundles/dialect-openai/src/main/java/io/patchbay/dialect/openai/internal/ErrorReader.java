package io.patchbay.dialect.openai.internal;

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
import java.util.Optional;

/** Tells from an upstream's error what kind it is: by its words where they are known, else by its status. */
final class ErrorReader {
    private final InstantSource clock;

    ErrorReader(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads an error status with its headers and its body, which may be anything. */
    GatewayException read(int status, Headers headers, Bytes body) {
        ErrorBody said = body(body);
        GatewayException error =
                exception(kind(status, said), said, "The upstream answered with status " + status + ".")
                        .withUpstreamStatus(status);
        return RetryAfter.read(headers, clock).map(error::withRetryAfter).orElse(error);
    }

    /** Reads an error that stands in an answer whose status was fine. */
    GatewayException inAnswer(Node node) {
        ErrorBody said = ErrorBody.of(node);
        return exception(kind(said.status(), said), said, "The upstream broke its answer off with an error.");
    }

    private static GatewayException exception(ErrorKind kind, ErrorBody said, String otherwise) {
        GatewayException error =
                new GatewayException(kind, said.message().isEmpty() ? otherwise : said.message()).withCode(said.code());
        return error.withParam(said.param());
    }

    private static ErrorBody body(Bytes body) {
        try {
            return ErrorBody.of(JsonReader.read(body));
        } catch (IOException _) {
            return ErrorBody.NONE;
        }
    }

    private static ErrorKind kind(int status, ErrorBody said) {
        return byWord(said.code())
                .or(() -> byWord(said.type()))
                .or(() -> said.flagged() ? Optional.of(ErrorKind.CONTENT_FILTERED) : Optional.empty())
                .or(() -> status < 500 ? byMessage(said.message().toLowerCase(Locale.ROOT)) : Optional.empty())
                .or(() -> status == 0 ? byType(said.type()) : Optional.empty())
                .filter(_ -> status != 401)
                .orElseGet(() -> byStatus(status));
    }

    private static Optional<ErrorKind> byWord(String word) {
        return switch (word) {
            case "context_length_exceeded", "exceed_context_size_error" -> Optional.of(ErrorKind.CONTEXT_LENGTH);
            case "content_filter", "content_policy_violation" -> Optional.of(ErrorKind.CONTENT_FILTERED);
            case "model_not_found", "invalid_model" -> Optional.of(ErrorKind.MODEL_NOT_FOUND);
            case "rate_limit_exceeded", "rate_limit_error" -> Optional.of(ErrorKind.RATE_LIMITED);
            case "server_is_overloaded", "slow_down", "overloaded", "overloaded_error" ->
                    Optional.of(ErrorKind.OVERLOADED);
            case "timeout" -> Optional.of(ErrorKind.TIMEOUT);
            // A key without credit is as good as refused: another one may have some.
            case "invalid_api_key", "authentication_error", "account_deactivated", "insufficient_quota",
                    "billing_not_active", "billing_hard_limit_reached" ->
                    Optional.of(ErrorKind.KEY_REFUSED);
            default -> Optional.empty();
        };
    }

    /** The class of an error, which says less than a status where there is one. */
    private static Optional<ErrorKind> byType(String type) {
        return switch (type) {
            case "invalid_request_error" -> Optional.of(ErrorKind.INVALID_REQUEST);
            case "permission_error" -> Optional.of(ErrorKind.KEY_REFUSED);
            default -> Optional.empty();
        };
    }

    /** Vendors that have no word of their own for it say it in their text. */
    private static Optional<ErrorKind> byMessage(String lowerCase) {
        if (lowerCase.contains("context length") || lowerCase.contains("context window")
                || lowerCase.contains("context size")) {
            return Optional.of(ErrorKind.CONTEXT_LENGTH);
        }
        boolean unknown = lowerCase.contains("not found") || lowerCase.contains("does not exist")
                || lowerCase.contains("not a valid model");
        return unknown && lowerCase.contains("model") ? Optional.of(ErrorKind.MODEL_NOT_FOUND) : Optional.empty();
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
