package io.patchbay.dialect.gemini.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Place;
import java.io.IOException;

/**
 * Looks over a request's body in one pass of a streaming parser: the whole document must be good JSON. The model is in the
 * path; where the body names it again, as embedding requests do, it is replaced there, too.
 */
final class RequestScan {
    private static final String MODEL = "model";
    private static final String CONTENTS = "contents";

    private final WireRequest.Builder request;
    private final Bytes body;
    private final String model;
    private boolean contents;

    private RequestScan(WireRequest.Builder request, Bytes body, String model) {
        this.request = request;
        this.body = body;
        this.model = model;
    }

    /**
     * Scans a body and adds what it says to the request.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}
     */
    static WireRequest scan(WireRequest.Builder request, Operation operation, String model, Bytes body) {
        RequestScan scan = new RequestScan(request, body, model);
        try (JsonParser in = JsonReader.open(body)) {
            scan.read(in);
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST,
                    "The request's body is not valid JSON, or is nested deeper than " + JsonReader.MAX_DEPTH
                            + " levels.",
                    e);
        }
        if (operation.equals(Operation.CHAT) && !scan.contents) {
            throw Gemini.REQUEST.member(CONTENTS).missing();
        }
        return request.body(body).model(model).build();
    }

    private void read(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The request's body must be a JSON object.");
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            switch (name) {
                case MODEL -> model(in, value);
                case CONTENTS -> contents(in, value);
                case "requests" -> {
                    if (value == JsonToken.START_ARRAY) {
                        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
                            nested(in, each);
                        }
                    }
                    in.skipChildren();
                }
                case "generateContentRequest", "generate_content_request" -> nested(in, value);
                default -> in.skipChildren();
            }
        }
        JsonReader.finish(in);
    }

    private void contents(JsonParser in, JsonToken value) throws IOException {
        Place place = Gemini.REQUEST.member(CONTENTS);
        if (value != JsonToken.START_ARRAY && value != JsonToken.START_OBJECT) {
            throw place.invalidType("an array of objects", "a value");
        }
        if (value == JsonToken.START_ARRAY && in.nextToken() == JsonToken.END_ARRAY) {
            throw place.error("'contents' must have at least one element.", "empty_array");
        }
        contents = true;
        while (value == JsonToken.START_ARRAY && in.currentToken() != JsonToken.END_ARRAY) {
            in.skipChildren();
            in.nextToken();
        }
        in.skipChildren();
    }

    private void nested(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals(MODEL)) {
                model(in, member);
            } else {
                in.skipChildren();
            }
        }
    }

    /** A name that is not the path's is left for the upstream to judge. */
    private void model(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            in.skipChildren();
            return;
        }
        int from = JsonReader.tokenStart(in) + 1;
        String name = in.getText();
        int to = JsonReader.position(in) - 1;
        if (!Gemini.withoutPrefix(name).equals(model)) {
            return;
        }
        int prefix = name.length() - model.length();
        String raw = body.slice(from, to).utf8();
        if (prefix > 0 && raw.startsWith("models\\/")) {
            prefix++;
        } else if (prefix > 0 && !raw.startsWith(Gemini.MODEL_PREFIX)) {
            return;
        }
        request.modelAlsoAt(from + prefix, to);
    }
}
