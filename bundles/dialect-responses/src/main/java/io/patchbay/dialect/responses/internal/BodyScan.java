package io.patchbay.dialect.responses.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;
import java.util.List;

/** Looks over a request's body for something to answer: input, or what was kept before. */
final class BodyScan extends RequestScan {
    private static final String INPUT = "input";

    private boolean said;

    BodyScan() {
        super(OpenAiResponses.REQUEST, List.of(INPUT), false);
    }

    @Override
    protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
        switch (place.path()) {
            case INPUT -> input(in, value, place);
            case "previous_response_id", "prompt", "conversation" -> {
                said |= value != JsonToken.VALUE_NULL;
                in.skipChildren();
            }
            default -> in.skipChildren();
        }
    }

    private void input(JsonParser in, JsonToken value, Place place) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        expect(value == JsonToken.VALUE_STRING || value == JsonToken.START_ARRAY, place, "a string or an array", value);
        said = true;
        if (value != JsonToken.START_ARRAY) {
            return;
        }
        int index = 0;
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            expect(each == JsonToken.START_OBJECT, place.element(index++), "an object", each);
            in.skipChildren();
        }
    }

    @Override
    protected void complete() {
        if (!said) {
            throw OpenAiResponses.REQUEST.member(INPUT).error("One of 'input', 'previous_response_id', 'prompt' or "
                    + "'conversation' must be provided.", "missing_required_parameter");
        }
    }
}
