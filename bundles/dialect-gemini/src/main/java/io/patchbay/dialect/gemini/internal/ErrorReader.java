package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.RetryAfter;
import io.patchbay.dialect.json.Statuses;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Tells from an upstream's error what kind it is: by its words where they are known, else by its status. */
final class ErrorReader {
    static final String ERROR = "error";

    private final InstantSource clock;

    ErrorReader(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads an error status with its headers and its body, which may be anything. */
    GatewayException read(int status, Headers headers, Bytes body) {
        ErrorBody said = body(body);
        GatewayException error = exception(status, said, "The upstream answered with status " + status + ".")
                .withUpstreamStatus(status);
        Optional<Duration> wait = RetryAfter.read(headers, clock).or(said::retryDelay);
        return wait.map(error::withRetryAfter).orElse(error);
    }

    /** Reads an error that stands in an answer whose status was fine. */
    GatewayException inAnswer(Node node) {
        ErrorBody said = ErrorBody.of(node);
        GatewayException error = exception(said.code(), said, "The upstream broke its answer off with an error.");
        return said.retryDelay().map(error::withRetryAfter).orElse(error);
    }

    private static GatewayException exception(int status, ErrorBody said, String otherwise) {
        String message = said.message().isEmpty() ? otherwise : said.message();
        return new GatewayException(kind(status, said), message).withParam(said.field());
    }

    private static ErrorBody body(Bytes body) {
        try {
            return ErrorBody.of(JsonReader.read(body));
        } catch (IOException _) {
            return ErrorBody.NONE;
        }
    }

    private static ErrorKind kind(int status, ErrorBody said) {
        String message = said.message().toLowerCase(Locale.ROOT);
        // A bad key is an invalid argument for Google.
        if (said.reason().startsWith("API_KEY_") || message.startsWith("api key ")) {
            return ErrorKind.KEY_REFUSED;
        }
        return switch (said.status()) {
            case "INVALID_ARGUMENT", "OUT_OF_RANGE" -> isContextLength(message)
                    ? ErrorKind.CONTEXT_LENGTH
                    : ErrorKind.INVALID_REQUEST;
            case "NOT_FOUND" -> message.contains("model") ? ErrorKind.MODEL_NOT_FOUND : ErrorKind.NOT_FOUND;
            case "PERMISSION_DENIED" -> message.contains("cachedcontent") || message.contains("access the file")
                    ? ErrorKind.NOT_FOUND
                    : ErrorKind.KEY_REFUSED;
            case "UNAUTHENTICATED" -> ErrorKind.KEY_REFUSED;
            // The key's project has no billing, or is in a country that is not served: another key may do.
            case "FAILED_PRECONDITION" -> message.contains("billing") || message.contains("location")
                    ? ErrorKind.KEY_REFUSED
                    : ErrorKind.INVALID_REQUEST;
            case "RESOURCE_EXHAUSTED" -> ErrorKind.RATE_LIMITED;
            case "UNAVAILABLE" -> ErrorKind.OVERLOADED;
            case "DEADLINE_EXCEEDED" -> ErrorKind.TIMEOUT;
            case "INTERNAL", "UNKNOWN" -> ErrorKind.UPSTREAM;
            default -> Statuses.kind(status);
        };
    }

    private static boolean isContextLength(String message) {
        return message.contains("token count") && message.contains("exceed");
    }
}
