package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.RetryAfter;

/** Writes errors as Cohere does: {@code {"message"}}, and in a stream a {@code message-end} that tells of the error. */
final class ErrorWriter {
    private ErrorWriter() {}

    /** A whole answer. */
    static Answer answer(GatewayException error) {
        Headers headers = Headers.of("content-type", "application/json");
        Headers all = error.retryAfter()
                .map(wait -> headers.with("retry-after", RetryAfter.write(wait)))
                .orElse(headers);
        Bytes body = new JsonWriter().object().member("message", error.publicMessage()).endObject().bytes();
        return Answer.whole(error.status(), all, body);
    }

    /** The last event of a stream. */
    static Bytes event(GatewayException error) {
        JsonWriter delta = new JsonWriter().object().member("error", error.publicMessage())
                .member(FinishReasons.MEMBER, "ERROR").endObject();
        return Bytes.utf8(EventWriter.event("message-end",
                new JsonWriter().object().member("type", "message-end").rawMember("delta", delta.text())));
    }
}
