package io.patchbay.dialect.openai.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.exchange.Operation;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;
import java.util.List;

/** Looks over a request's body for what its operation needs: messages for a chat, else input. */
final class BodyScan extends RequestScan {
    private static final String MESSAGES = "messages";
    private static final String INPUT = "input";

    private final String needed;

    BodyScan(Operation operation) {
        this(operation.equals(Operation.CHAT) ? MESSAGES : INPUT);
    }

    private BodyScan(String needed) {
        super(OpenAiChat.REQUEST, List.of(needed), false);
        this.needed = needed;
    }

    @Override
    protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
        if (!place.path().equals(needed)) {
            in.skipChildren();
        } else if (needed.equals(MESSAGES)) {
            notEmpty(messages(in, value, place), place);
        } else if (value != JsonToken.VALUE_STRING) {
            expect(value == JsonToken.START_ARRAY, place, "a string or an array", value);
            notEmptyArray(in, value, place);
        }
    }

    @Override
    protected void complete() {
        require(needed);
    }
}
