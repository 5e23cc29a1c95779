package io.patchbay.dialect.openai.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;
import java.util.List;

/** Looks over the JSON of a request to a surface, which may leave the choice of the model to the provider. */
final class SurfaceScan {
    private static final String STREAM_FORMAT = "stream_format";

    private boolean events;

    /**
     * Scans a body and adds what it says to the request.
     *
     * @throws io.patchbay.api.error.GatewayException of kind {@code INVALID_REQUEST}
     */
    WireRequest scan(WireRequest.Builder request, Bytes body) {
        WireRequest scanned = new Members().scan(request, body);
        return events ? scanned.toBuilder().stream(true).build() : scanned;
    }

    /** The members of the body. */
    private final class Members extends RequestScan {
        Members() {
            super(OpenAiChat.REQUEST, List.of(STREAM_FORMAT), false);
        }

        @Override
        protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
            // Speech comes as it is, unless it is wanted in events.
            if (place.path().equals(STREAM_FORMAT)) {
                events = value == JsonToken.VALUE_STRING && in.getText().equals("sse");
            }
            in.skipChildren();
        }

        @Override
        protected void modelMissing() {}

        @Override
        protected void complete() {}
    }
}
