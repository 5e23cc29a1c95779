package io.patchbay.core.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.provider.ErrorClassifier;
import io.patchbay.api.provider.Provider;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * An upstream's answer with a status of 400 or more, read to its end.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body, cut at {@value #MOST_BYTES} bytes
 */
record RefusedAnswer(int status, Headers headers, Bytes body) {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_CLASSIFIED = 64 << 10;

    /** Reads an answer, and closes it. */
    static RefusedAnswer read(Answer answer) {
        try (answer) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            Optional<Frame> frame = answer.next();
            while (frame.isPresent() && body.size() < MOST_BYTES) {
                byte[] bytes = frame.get().bytes().orElse(Bytes.EMPTY).toArray();
                body.write(bytes, 0, Math.min(bytes.length, MOST_BYTES - body.size()));
                frame = answer.next();
            }
            return new RefusedAnswer(answer.status(), answer.headers(), Bytes.wrap(body.toByteArray()));
        }
    }

    /** What the answer says went wrong: by the provider's own word, else by the dialect's, else by the status alone. */
    GatewayException error(Provider provider, Optional<Dialect> dialect) {
        Bytes beginning = body.slice(0, Math.min(body.size(), MOST_CLASSIFIED));
        if (provider instanceof ErrorClassifier classifier) {
            Optional<GatewayException> classified = classifier.classify(status, headers, beginning);
            if (classified.isPresent()) {
                return classified.get();
            }
        }
        return dialect.map(known -> known.readError(status, headers, beginning))
                .orElseGet(() -> new GatewayException(byStatus(), "The provider answered with status " + status + ".")
                        .withUpstreamStatus(status));
    }

    /** The same answer, to be passed on; empty where it is none of a model's vendor, but of a web server on the way. */
    Optional<Answer> answer() {
        boolean page = headers.first("content-type").orElse("").startsWith("text/");
        return body.isEmpty() || page ? Optional.empty() : Optional.of(Answer.whole(status, headers, body));
    }

    private ErrorKind byStatus() {
        return switch (status) {
            case 400, 422 -> ErrorKind.INVALID_REQUEST;
            case 401, 403 -> ErrorKind.KEY_REFUSED;
            case 404 -> ErrorKind.MODEL_NOT_FOUND;
            case 408 -> ErrorKind.TIMEOUT;
            case 413 -> ErrorKind.TOO_LARGE;
            case 429 -> ErrorKind.RATE_LIMITED;
            case 503, 529 -> ErrorKind.OVERLOADED;
            default -> status >= 500 ? ErrorKind.UPSTREAM : ErrorKind.OTHER;
        };
    }
}
