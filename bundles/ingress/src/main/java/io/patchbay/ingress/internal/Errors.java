package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns errors into answers, in the schema that the client most likely understands.
 */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    /** An error in a dialect, or in plain JSON where there is none or where it fails. */
    static Answer answer(Optional<Dialect> dialect, GatewayException error) {
        return retryAfter(error, dialect.map(known -> inDialect(known, error)).orElseGet(() -> plain(error)));
    }

    /** What was thrown, as an error for the client; what nobody foresaw is logged. */
    static GatewayException of(RuntimeException thrown) {
        if (thrown instanceof GatewayException known) {
            return known;
        }
        LOG.error("A request failed in a way that nobody foresaw", thrown);
        return new GatewayException(ErrorKind.INTERNAL, "A part of the gateway is broken.", thrown);
    }

    private static Answer inDialect(Dialect dialect, GatewayException error) {
        try {
            return dialect.writeError(error);
        } catch (RuntimeException e) {
            LOG.error("The dialect {} cannot write an error of kind {}", dialect.name(), error.kind(), e);
            return plain(error);
        }
    }

    private static Answer plain(GatewayException error) {
        String json = "{\"error\":{\"message\":\"" + escape(error.publicMessage()) + "\",\"type\":\""
                + error.kind().name().toLowerCase(Locale.ROOT) + "\"}}";
        return Answer.whole(error.status(), Headers.of("content-type", "application/json"), Bytes.utf8(json));
    }

    private static Answer retryAfter(GatewayException error, Answer answer) {
        if (error.retryAfter().isEmpty() || answer.headers().contains("retry-after")) {
            return answer;
        }
        long seconds = Math.max(1, (error.retryAfter().get().toMillis() + 999) / 1000);
        return answer.withHeader("retry-after", Long.toString(seconds));
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c < 0x20 ? ' ' : c);
            }
        }
        return escaped.toString();
    }

    /** What an HTTP status says in our words, for what HTTP's own rules refuse before a dialect sees it. */
    static Refusal refusal(int status, String reason) {
        ErrorKind kind = switch (status) {
            case 404 -> ErrorKind.NOT_FOUND;
            case 413, 414, 431 -> ErrorKind.TOO_LARGE;
            case 500 -> ErrorKind.INTERNAL;
            default -> ErrorKind.INVALID_REQUEST;
        };
        return new Refusal(status, Headers.EMPTY, new GatewayException(kind, reason));
    }
}
