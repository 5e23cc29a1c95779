package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.List;
import java.util.Optional;

/** Reads and writes the form of an answer: {@code responseMimeType} and the schema beside it. */
final class ResponseFormats {
    private static final String TYPE = "responseMimeType";
    private static final String SCHEMA = "responseSchema";
    private static final String JSON_SCHEMA = "responseJsonSchema";
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    private ResponseFormats() {}

    /** Takes the form, if this dialect is not the only one to know it; a type alone that nobody else has is left. */
    static void read(Members config, ChatRequest.Builder request) {
        String type = config.peek(TYPE).orElse(null) instanceof Node.Str(_, String said) ? said : "";
        Optional<Node> schema = config.peek(JSON_SCHEMA).filter(Node.Obj.class::isInstance);
        Optional<Node> own = config.peek(SCHEMA).filter(Node.Obj.class::isInstance);
        if (type.equals(TEXT)) {
            config.drop(TYPE);
            request.responseFormat(new ResponseFormat.Text());
        } else if (type.equals(JSON) && schema.isPresent()) {
            config.drop(TYPE);
            config.drop(JSON_SCHEMA);
            request.responseFormat(format(schema.get().json(), JSON_SCHEMA, schema.get()));
        } else if (type.equals(JSON) && own.isPresent()) {
            config.drop(TYPE);
            config.drop(SCHEMA);
            request.responseFormat(format(Schemas.read(own.get()), SCHEMA, own.get()));
        } else if (type.equals(JSON)) {
            config.drop(TYPE);
            request.responseFormat(new ResponseFormat.JsonObject());
        } else if (!type.isEmpty()) {
            config.drop(TYPE);
            JsonWriter value = new JsonWriter().object().member(TYPE, type);
            own.ifPresent(node -> {
                config.drop(SCHEMA);
                value.rawMember(SCHEMA, node.json().text());
            });
            request.responseFormat(new ResponseFormat.Other(Gemini.NAME, new Json(value.endObject().text())));
        }
    }

    /** Gemini always holds a model to its schema. */
    private static ResponseFormat format(Json schema, String name, Node came) {
        List<Extra> extras = List.of(Gemini.extra(name, came.json().text()));
        return new ResponseFormat.JsonSchema("", schema, true, extras);
    }

    /**
     * Writes the form.
     *
     * @return whether it could be said
     */
    static boolean write(ResponseFormat format, JsonWriter out) {
        switch (format) {
            case ResponseFormat.Text _ -> out.member(TYPE, TEXT);
            case ResponseFormat.JsonObject _ -> out.member(TYPE, JSON);
            case ResponseFormat.JsonSchema schema -> {
                Extras extras = Gemini.extras(schema.extras());
                out.member(TYPE, JSON);
                if (extras.isEmpty()) {
                    out.rawMember(JSON_SCHEMA, Schemas.write(schema.schema()));
                }
                extras.write(out);
            }
            case ResponseFormat.Other other when other.dialect().equals(Gemini.NAME) -> {
                if (Extras.node(other.value().text()) instanceof Node.Obj object) {
                    object.members().forEach((name, value) -> out.rawMember(name, value.json().text()));
                }
            }
            case ResponseFormat.Other _ -> {
                return false;
            }
        }
        return true;
    }
}
