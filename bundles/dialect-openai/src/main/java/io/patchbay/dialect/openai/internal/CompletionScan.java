package io.patchbay.dialect.openai.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;
import java.util.List;

/** Looks over a request's body; it must have a prompt. */
final class CompletionScan extends RequestScan {
    private static final String PROMPT = "prompt";

    CompletionScan() {
        super(OpenAiChat.REQUEST, List.of(PROMPT), false);
    }

    @Override
    protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
        if (!place.path().equals(PROMPT)) {
            in.skipChildren();
        } else if (value == JsonToken.START_ARRAY) {
            notEmptyArray(in, value, place);
        } else {
            expect(value == JsonToken.VALUE_STRING, place, "a string or an array", value);
        }
    }

    @Override
    protected void complete() {
        require(PROMPT);
    }
}
