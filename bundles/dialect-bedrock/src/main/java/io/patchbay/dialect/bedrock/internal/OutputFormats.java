package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code outputConfig}, whose JSON Schema is a text. */
final class OutputFormats {
    /** The setting; plain text is what Converse gives unasked. */
    static final Setting<ResponseFormat> SETTING = new Setting<>(List.of("outputConfig"), OutputFormats::read,
            OutputFormats::write,
            request -> request.responseFormat().filter(format -> !(format instanceof ResponseFormat.Text)),
            ChatRequest.Builder::responseFormat);

    private OutputFormats() {}

    private static Optional<ResponseFormat> read(Node node, Place place) {
        if (!(node instanceof Node.Obj config) || !(config.members().get("textFormat") instanceof Node.Obj format)
                || !(format.members().get("structure") instanceof Node.Obj structure)
                || !(structure.members().get("jsonSchema") instanceof Node.Obj schema)) {
            return Optional.empty();
        }
        Place at = place.member("textFormat.structure.jsonSchema");
        Members members = new Members(schema, at);
        Json text = checked(members.requiredText("schema"), at.member("schema"));
        return Optional.of(
                new ResponseFormat.JsonSchema(members.textOrEmpty("name"), text, true, members.extras()));
    }

    private static Json checked(String text, Place place) {
        try {
            JsonReader.read(Bytes.utf8(text));
            return new Json(text);
        } catch (IOException _) {
            throw place.invalidType("a schema in JSON", "another text");
        }
    }

    private static Optional<String> write(ResponseFormat format) {
        if (!(format instanceof ResponseFormat.JsonSchema schema)) {
            return Optional.empty();
        }
        Extras extras = BedrockConverse.extras(schema.extras());
        JsonWriter out = new JsonWriter().object().name("textFormat").object().member("type", "json_schema")
                .name("structure").object().name("jsonSchema").object().member("schema", schema.schema().text());
        if (!schema.name().isEmpty()) {
            extras.take("name");
            out.member("name", schema.name());
        }
        extras.write(out);
        return Optional.of(out.endObject().endObject().endObject().endObject().text());
    }
}
