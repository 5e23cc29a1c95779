package io.patchbay.dialect.responses.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Place;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks over a request's body in one pass of a streaming parser: the whole document must be good JSON, and what routing
 * needs must be there and of the right type. Everything else is skipped.
 */
final class RequestScan {
    private static final Set<String> ONCE = Set.of("model", "stream", "input");

    private final Set<String> seen = new HashSet<>();
    private String model = "";
    private int modelFrom = -1;
    private int modelTo = -1;
    private boolean stream;
    private boolean said;

    private RequestScan() {}

    /**
     * Scans a body and adds what it says to the request.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}
     */
    static WireRequest scan(WireRequest.Builder request, Bytes body) {
        RequestScan scan = new RequestScan();
        try (JsonParser in = JsonReader.open(body)) {
            scan.read(in);
        } catch (IOException e) {
            throw notJson(e);
        }
        return request.body(body)
                .model(scan.model)
                .modelAt(scan.modelFrom, scan.modelTo)
                .stream(scan.stream)
                .build();
    }

    private static GatewayException notJson(IOException e) {
        String reason = switch (e) {
            case StreamConstraintsException _ -> "The request's body is nested deeper than " + JsonReader.MAX_DEPTH
                    + " levels, or has a name or number that is too long.";
            case StreamReadException syntax -> "The request's body is not valid JSON (line "
                    + syntax.getLocation().getLineNr() + ", column " + syntax.getLocation().getColumnNr() + ").";
            default -> "The request's body is not valid JSON.";
        };
        return new GatewayException(ErrorKind.INVALID_REQUEST, reason, e);
    }

    private void read(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The request's body must be a JSON object.");
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            // Parsers differ in which of two members of one name counts, so routing and upstream might not agree.
            if (ONCE.contains(name) && !seen.add(name)) {
                throw place(name).error("The parameter '" + name + "' stands there more than once.",
                        "duplicate_parameter");
            }
            member(in, name, value);
        }
        JsonReader.finish(in);
        if (modelFrom < 0) {
            throw noModel();
        }
        if (!said) {
            throw place("input").error("One of 'input', 'previous_response_id', 'prompt' or 'conversation' must be "
                    + "provided.", "missing_required_parameter");
        }
    }

    private void member(JsonParser in, String name, JsonToken value) throws IOException {
        switch (name) {
            case "model" -> model(in, value);
            case "stream" -> {
                expect(value.isBoolean() || value == JsonToken.VALUE_NULL, "stream", "a boolean", value);
                stream = value == JsonToken.VALUE_TRUE;
            }
            case "input" -> input(in, value);
            case "previous_response_id", "prompt", "conversation" -> {
                said |= value != JsonToken.VALUE_NULL;
                in.skipChildren();
            }
            default -> in.skipChildren();
        }
    }

    private void model(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        expect(value == JsonToken.VALUE_STRING, "model", "a string", value);
        int quote = JsonReader.tokenStart(in);
        model = in.getText();
        if (model.isEmpty()) {
            throw noModel();
        }
        modelFrom = quote + 1;
        modelTo = JsonReader.position(in) - 1;
    }

    private void input(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        expect(value == JsonToken.VALUE_STRING || value == JsonToken.START_ARRAY, "input", "a string or an array",
                value);
        said = true;
        if (value != JsonToken.START_ARRAY) {
            return;
        }
        int index = 0;
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            if (each != JsonToken.START_OBJECT) {
                throw place("input").element(index).invalidType("an object", kind(each));
            }
            in.skipChildren();
            index++;
        }
    }

    private static GatewayException noModel() {
        return place("model").error("You must provide a model parameter.", "missing_required_parameter");
    }

    private static void expect(boolean right, String name, String expected, JsonToken found) {
        if (!right) {
            throw place(name).invalidType(expected, kind(found));
        }
    }

    private static Place place(String member) {
        return OpenAiResponses.REQUEST.member(member);
    }

    private static String kind(JsonToken value) {
        return switch (value) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }
}
