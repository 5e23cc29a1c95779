package io.patchbay.dialect.anthropic.internal;

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

/**
 * Looks over a request's body in one pass of a streaming parser: the whole document must be good JSON, and what routing
 * needs must be there and of the right type. Everything else is skipped.
 */
final class RequestScan {
    private String model = "";
    private int modelFrom = -1;
    private int modelTo = -1;
    private boolean stream;
    private boolean streamSeen;
    private boolean messagesSeen;

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
            switch (name) {
                case "model" -> model(in, value);
                case "stream" -> stream(value);
                case "messages" -> messages(in, value);
                default -> {}
            }
            in.skipChildren();
        }
        JsonReader.finish(in);
        if (modelFrom < 0) {
            throw place("model").missing();
        }
        if (!messagesSeen) {
            throw place("messages").missing();
        }
    }

    private void model(JsonParser in, JsonToken value) throws IOException {
        once("model", modelFrom >= 0);
        expect(value == JsonToken.VALUE_STRING, place("model"), "a string", value);
        int quote = JsonReader.tokenStart(in);
        model = in.getText();
        if (model.isEmpty()) {
            throw place("model").missing();
        }
        modelFrom = quote + 1;
        modelTo = JsonReader.position(in) - 1;
    }

    private void stream(JsonToken value) {
        once("stream", streamSeen);
        streamSeen = true;
        expect(value.isBoolean() || value == JsonToken.VALUE_NULL, place("stream"), "a boolean", value);
        stream = value == JsonToken.VALUE_TRUE;
    }

    private void messages(JsonParser in, JsonToken value) throws IOException {
        once("messages", messagesSeen);
        messagesSeen = true;
        Place place = place("messages");
        expect(value == JsonToken.START_ARRAY, place, "an array of objects", value);
        int count = 0;
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            message(in, each, place.element(count++));
        }
        if (count == 0) {
            throw place.error("messages: at least one message is required.", "empty_array");
        }
    }

    private static void message(JsonParser in, JsonToken value, Place place) throws IOException {
        expect(value == JsonToken.START_OBJECT, place, "an object", value);
        boolean role = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals("role")) {
                expect(member == JsonToken.VALUE_STRING, place.member("role"), "a string", member);
                role = true;
            }
            in.skipChildren();
        }
        if (!role) {
            throw place.member("role").missing();
        }
    }

    /** Parsers differ in which of two members of one name counts, so routing and upstream might not agree. */
    private static void once(String name, boolean seen) {
        if (seen) {
            throw place(name).error("The parameter '" + name + "' stands there more than once.", "duplicate_parameter");
        }
    }

    private static void expect(boolean right, Place place, String expected, JsonToken found) {
        if (!right) {
            throw place.invalidType(expected, kind(found));
        }
    }

    private static Place place(String member) {
        return AnthropicMessages.REQUEST.member(member);
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
