package io.patchbay.dialect.ollama.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;
import java.util.List;

/** Looks over a request's body; a chat is streamed unless it says otherwise, and one without messages loads its model. */
final class BodyScan extends RequestScan {
    private final boolean chat;

    BodyScan(boolean chat) {
        super(Ollama.REQUEST, List.of("messages", "input"), chat);
        this.chat = chat;
    }

    @Override
    protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
        if (chat && place.path().equals("messages") && value != JsonToken.VALUE_NULL) {
            messages(in, value, place);
            return;
        }
        if (!chat && place.path().equals("input")) {
            expect(value == JsonToken.VALUE_STRING || value == JsonToken.START_ARRAY, place, "a string or an array",
                    value);
        }
        in.skipChildren();
    }

    @Override
    protected void complete() {
        if (!chat) {
            require("input");
        }
    }
}
