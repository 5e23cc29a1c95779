package io.patchbay.core.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.ExchangeReader;
import io.patchbay.api.exchange.Headers;
import java.io.IOException;
import java.util.Optional;

/**
 * A client's request as it is told in JSON to those who explain what would become of it.
 *
 * @param method the HTTP method
 * @param path the path, with the query
 * @param headers the headers
 * @param body the body, its bytes as they stand in the JSON; empty where none was told
 * @param model the model to ask for, in place of what the body says; empty where the body says it
 * @param caller the name of the virtual key; empty for none
 */
record ExplainRequest(String method, String path, Headers headers, Optional<Bytes> body, String model,
        String caller) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String CHAT_PATH = "/v1/chat/completions";

    /**
     * Reads the JSON.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}, naming the member
     */
    static ExplainRequest read(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("", "expected an object such as {\"model\": \"gpt-4o\"}");
            }
            return object(parser, json);
        } catch (JsonProcessingException e) {
            throw wrong("", "this is no JSON: line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw wrong("", String.valueOf(e.getMessage()));
        }
    }

    /**
     * The exchange that the data plane would make of it.
     *
     * @throws GatewayException where there is none
     */
    Exchange exchange(ExchangeReader reader) {
        if (body.isEmpty() && model.isEmpty()) {
            throw wrong("model", "name a model, or tell a body that does");
        }
        Bytes sent = body.orElseGet(() -> Bytes.utf8("{\"model\":" + JsonText.of(model)
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}"));
        Exchange exchange = reader.read(method, path, headers, sent, caller);
        return model.isEmpty() ? exchange : exchange.withModel(model);
    }

    private static ExplainRequest object(JsonParser parser, byte[] json) throws IOException {
        String method = "POST";
        String path = CHAT_PATH;
        String model = "";
        String caller = "";
        Headers headers = Headers.EMPTY;
        Optional<Bytes> body = Optional.empty();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "method" -> method = text(name, parser);
                case "path" -> path = text(name, parser);
                case "model" -> model = text(name, parser);
                case "caller" -> caller = text(name, parser);
                case "headers" -> headers = headers(parser);
                case "body" -> body = Optional.of(token == JsonToken.VALUE_STRING
                        ? Bytes.utf8(parser.getText())
                        : asItStands(parser, json));
                default -> throw wrong(name, "is not known: there are method, path, headers, body, model, caller");
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw wrong("", "there is something after the object");
        }
        return new ExplainRequest(method, path, headers, body, model, caller);
    }

    private static Headers headers(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("headers", "expected an object of names and texts");
        }
        Headers.Builder headers = Headers.builder();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            headers.add(name, text("headers." + name, parser));
        }
        return headers.build();
    }

    private static Bytes asItStands(JsonParser parser, byte[] json) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Bytes.wrap(json, from, (int) parser.currentLocation().getByteOffset() - from);
    }

    private static String text(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(name, "expected text");
        }
        return parser.getText();
    }

    private static GatewayException wrong(String member, String message) {
        GatewayException error = new GatewayException(ErrorKind.INVALID_REQUEST,
                member.isEmpty() ? message : member + ": " + message);
        return member.isEmpty() ? error : error.withParam(member);
    }
}
