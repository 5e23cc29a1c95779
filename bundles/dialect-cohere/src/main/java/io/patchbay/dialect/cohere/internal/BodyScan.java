package io.patchbay.dialect.cohere.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.exchange.Operation;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.RequestScan;
import java.io.IOException;
import java.util.List;

/** Looks over a request's body for what its operation needs. */
final class BodyScan extends RequestScan {
    private final Operation operation;

    BodyScan(Operation operation) {
        super(CohereV2.REQUEST, List.of("messages", "texts", "images", "inputs", "query", "documents"), false);
        this.operation = operation;
    }

    @Override
    protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
        if (operation.equals(Operation.CHAT)) {
            chat(in, value, place);
        } else if (operation.equals(Operation.EMBEDDINGS)) {
            embed(in, value, place);
        } else {
            rerank(in, value, place);
        }
    }

    private static void chat(JsonParser in, JsonToken value, Place place) throws IOException {
        if (place.path().equals("messages")) {
            notEmpty(messages(in, value, place), place);
        } else {
            in.skipChildren();
        }
    }

    private static void embed(JsonParser in, JsonToken value, Place place) throws IOException {
        switch (place.path()) {
            case "texts", "images", "inputs" ->
                    expect(value == JsonToken.START_ARRAY || value == JsonToken.VALUE_NULL, place, "an array", value);
            default -> {}
        }
        in.skipChildren();
    }

    private static void rerank(JsonParser in, JsonToken value, Place place) throws IOException {
        switch (place.path()) {
            case "query" -> expect(value == JsonToken.VALUE_STRING, place, "a string", value);
            case "documents" -> notEmptyArray(in, value, place);
            default -> in.skipChildren();
        }
    }

    @Override
    protected void complete() {
        if (operation.equals(Operation.CHAT)) {
            require("messages");
        } else if (operation.equals(Operation.EMBEDDINGS)) {
            require("texts", "images", "inputs");
        } else {
            require("query");
            require("documents");
        }
    }
}
