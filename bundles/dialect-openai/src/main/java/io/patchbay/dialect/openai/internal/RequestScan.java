package io.patchbay.dialect.openai.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Place;
import java.io.IOException;

/**
 * Looks over a request's body in one pass of a streaming parser: the whole document must be good JSON, and what routing
 * needs must be there and of the right type. Everything else is skipped.
 */
final class RequestScan {
    private final boolean chat;
    private String model = "";
    private int modelFrom = -1;
    private int modelTo = -1;
    private boolean stream;
    private boolean streamSeen;
    private boolean inputSeen;

    private RequestScan(boolean chat) {
        this.chat = chat;
    }

    /**
     * Scans a body and adds what it says to the request.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}
     */
    static WireRequest scan(WireRequest.Builder request, Operation operation, Bytes body) {
        RequestScan scan = new RequestScan(operation.equals(Operation.CHAT));
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
                case "messages" -> {
                    if (chat) {
                        messages(in, value);
                    } else {
                        in.skipChildren();
                    }
                }
                case "input" -> {
                    if (!chat) {
                        input(in, value);
                    } else {
                        in.skipChildren();
                    }
                }
                default -> in.skipChildren();
            }
        }
        JsonReader.finish(in);
        if (modelFrom < 0) {
            throw place("model").error("You must provide a model parameter.", "missing_required_parameter");
        }
        if (!inputSeen) {
            throw place(chat ? "messages" : "input").missing();
        }
    }

    private void model(JsonParser in, JsonToken value) throws IOException {
        once("model", modelFrom >= 0);
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        expect(value == JsonToken.VALUE_STRING, place("model"), "a string", value);
        int quote = JsonReader.tokenStart(in);
        model = in.getText();
        if (model.isEmpty()) {
            throw place("model").error("You must provide a model parameter.", "missing_required_parameter");
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
        once("messages", inputSeen);
        inputSeen = true;
        Place place = place("messages");
        expect(value == JsonToken.START_ARRAY, place, "an array of objects", value);
        int count = 0;
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            message(in, each, count++);
        }
        if (count == 0) {
            throw emptyArray(place);
        }
    }

    private static void message(JsonParser in, JsonToken value, int index) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            throw place("messages").element(index).invalidType("an object", kind(value));
        }
        boolean role = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (!name.equals("role")) {
                in.skipChildren();
            } else if (member == JsonToken.VALUE_STRING) {
                role = true;
            } else {
                throw place("messages").element(index).member("role").invalidType("a string", kind(member));
            }
        }
        if (!role) {
            throw place("messages").element(index).member("role").missing();
        }
    }

    private void input(JsonParser in, JsonToken value) throws IOException {
        once("input", inputSeen);
        inputSeen = true;
        expect(value == JsonToken.VALUE_STRING || value == JsonToken.START_ARRAY, place("input"),
                "a string or an array", value);
        if (value == JsonToken.START_ARRAY && in.nextToken() == JsonToken.END_ARRAY) {
            throw emptyArray(place("input"));
        }
        while (value == JsonToken.START_ARRAY && in.currentToken() != JsonToken.END_ARRAY) {
            in.skipChildren();
            in.nextToken();
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

    private static GatewayException emptyArray(Place place) {
        return place.error("Invalid '" + place.path() + "': empty array. Expected an array with minimum length 1.",
                "empty_array");
    }

    private static Place place(String member) {
        return OpenAiChat.REQUEST.member(member);
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
