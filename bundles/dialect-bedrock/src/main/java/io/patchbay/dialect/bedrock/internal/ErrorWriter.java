package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.RetryAfter;

/** Writes errors as AWS's services do: the exception's name in a header, its text as {@code {"message": ...}}. */
final class ErrorWriter {
    private ErrorWriter() {}

    /** A whole answer. */
    static Answer answer(GatewayException error) {
        Headers headers = Headers.of("content-type", "application/json")
                .with("x-amzn-errortype", ErrorTypes.ofAnswer(error));
        Headers all = error.retryAfter()
                .map(wait -> headers.with("retry-after", RetryAfter.write(wait)))
                .orElse(headers);
        return Answer.whole(error.status(), all, json(error));
    }

    /** The last message of a stream. */
    static Bytes message(GatewayException error) {
        return EventMessages.exception(ErrorTypes.ofStream(error), json(error));
    }

    private static Bytes json(GatewayException error) {
        return new JsonWriter().object().member("message", error.publicMessage()).endObject().bytes();
    }
}
