package io.patchbay.dialect.bedrock.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Place;
import java.io.IOException;

/**
 * Looks over a request's body in one pass of a streaming parser: the whole document must be good JSON, and its
 * messages, if there are any, objects with a role. A request for a stored prompt has none. Everything else is skipped.
 */
final class RequestScan {
    private static final Place MESSAGES = BedrockConverse.REQUEST.member("messages");

    private RequestScan() {}

    /**
     * Checks a body.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}
     */
    static void check(Bytes body) {
        try (JsonParser in = JsonReader.open(body)) {
            read(in);
        } catch (IOException e) {
            throw notJson(e);
        }
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

    private static void read(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The request's body must be a JSON object.");
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (name.equals("messages")) {
                messages(in, value);
            } else {
                in.skipChildren();
            }
        }
        JsonReader.finish(in);
    }

    private static void messages(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            throw MESSAGES.invalidType("an array of objects", kind(value));
        }
        int index = 0;
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            message(in, each, MESSAGES.element(index++));
        }
    }

    private static void message(JsonParser in, JsonToken value, Place place) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            throw place.invalidType("an object", kind(value));
        }
        boolean role = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (!name.equals("role")) {
                in.skipChildren();
            } else if (member == JsonToken.VALUE_STRING) {
                role = true;
            } else {
                throw place.member("role").invalidType("a string", kind(member));
            }
        }
        if (!role) {
            throw place.member("role").missing();
        }
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
