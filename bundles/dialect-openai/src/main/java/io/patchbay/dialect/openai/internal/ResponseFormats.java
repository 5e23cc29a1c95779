package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.StrictSchema;
import java.util.Optional;

/** Reads and writes {@code response_format}. */
final class ResponseFormats {
    private ResponseFormats() {}

    static Optional<ResponseFormat> read(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Optional.empty();
        }
        Members members = Members.of(node, place);
        return Optional.of(switch (members.requiredText("type")) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> members.object("json_schema").map(ResponseFormats::schema)
                    .orElseThrow(() -> place.member("json_schema").missing());
            default -> new ResponseFormat.Other(OpenAiChat.NAME, node.json());
        });
    }

    private static ResponseFormat schema(Members members) {
        String name = members.textOrEmpty("name");
        Json schema = members.take("schema").map(Node::json).orElse(Json.EMPTY_OBJECT);
        boolean strict = members.peek("strict").orElse(null) instanceof Node.Bool bool && bool.value();
        if (!strict || StrictSchema.isComplete(schema)) {
            // It is written of itself.
            members.drop("strict");
        }
        return new ResponseFormat.JsonSchema(name, schema, strict, members.extras());
    }

    static Optional<String> write(ResponseFormat format) {
        return switch (format) {
            case ResponseFormat.Text _ -> Optional.of("{\"type\":\"text\"}");
            case ResponseFormat.JsonObject _ -> Optional.of("{\"type\":\"json_object\"}");
            case ResponseFormat.JsonSchema schema -> {
                JsonWriter out = new JsonWriter().object().member("type", "json_schema").name("json_schema").object()
                        .member("name", schema.name().isEmpty() ? "answer" : schema.name())
                        .rawMember("schema", schema.schema().text());
                Extras extras = OpenAiChat.extras(schema.extras());
                extras.take("name");
                // OpenAI refuses to be strict about any other schema.
                if (!extras.has("strict") && schema.strict() && StrictSchema.isComplete(schema.schema())) {
                    out.rawMember("strict", "true");
                }
                extras.write(out);
                yield Optional.of(out.endObject().endObject().text());
            }
            case ResponseFormat.Other other ->
                    other.dialect().equals(OpenAiChat.NAME) ? Optional.of(other.value().text()) : Optional.empty();
        };
    }
}
