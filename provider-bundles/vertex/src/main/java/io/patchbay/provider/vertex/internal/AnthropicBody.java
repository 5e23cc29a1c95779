package io.patchbay.provider.vertex.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import java.io.IOException;

/** The body of a request in Anthropic's dialect as Vertex AI wants it: with a version, and the model in the path. */
final class AnthropicBody {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String MODEL = "model";
    private static final String VERSION = "\"anthropic_version\":\"vertex-2023-10-16\"";

    private AnthropicBody() {}

    /**
     * Puts the version where the model stands; every other byte stays.
     *
     * @param keepsModel whether the model stays as well, before the version
     */
    static Bytes forVertex(Bytes body, boolean keepsModel) {
        try (JsonParser parser = JSON.createParser(body.toArray())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                boolean found = parser.currentName().equals(MODEL);
                parser.nextToken();
                parser.skipChildren();
                parser.finishToken();
                if (found) {
                    int to = Math.toIntExact(parser.currentLocation().getByteOffset());
                    return keepsModel
                            ? body.splice(to, to, Bytes.utf8("," + VERSION))
                            : body.splice(from, to, Bytes.utf8(VERSION));
                }
            }
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The body is no valid JSON.", e);
        }
        throw new GatewayException(ErrorKind.INVALID_REQUEST, "The body names no model.").withParam(MODEL);
    }
}
