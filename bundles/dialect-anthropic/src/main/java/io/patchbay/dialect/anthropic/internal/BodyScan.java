package io.patchbay.dialect.anthropic.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.GatewayException;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;
import java.util.List;

/** Looks over a request's body for messages. */
final class BodyScan extends RequestScan {
    private static final String MESSAGES = "messages";

    BodyScan() {
        super(AnthropicMessages.REQUEST, List.of(MESSAGES), false);
    }

    @Override
    protected GatewayException noModel() {
        return AnthropicMessages.REQUEST.member("model").missing();
    }

    @Override
    protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
        if (!place.path().equals(MESSAGES)) {
            in.skipChildren();
        } else if (messages(in, value, place) == 0) {
            throw place.error("messages: at least one message is required.", "empty_array");
        }
    }

    @Override
    protected void complete() {
        require(MESSAGES);
    }
}
