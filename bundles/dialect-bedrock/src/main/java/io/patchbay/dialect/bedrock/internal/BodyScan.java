package io.patchbay.dialect.bedrock.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;

/**
 * Looks over a request's body in one pass of a streaming parser: the whole document must be good JSON, and its
 * messages, if there are any, objects with a role. A request for a stored prompt has none. Everything else is skipped.
 */
final class BodyScan {
    private static final Place MESSAGES = BedrockConverse.REQUEST.member("messages");

    private BodyScan() {}

    /**
     * Checks a body.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}
     */
    static void check(Bytes body) {
        try (JsonParser in = JsonReader.open(body)) {
            read(in);
        } catch (IOException e) {
            throw JsonReader.notJson(e);
        }
    }

    private static void read(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The request's body must be a JSON object.");
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (name.equals("messages") && value != JsonToken.VALUE_NULL) {
                RequestScan.messages(in, value, MESSAGES);
            } else {
                in.skipChildren();
            }
        }
        JsonReader.finish(in);
    }
}
