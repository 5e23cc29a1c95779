package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.ClaudeVersion;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.StrictSchema;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the form of the answer: {@code output_config.format}, or {@code output_format} as it was called
 * first.
 *
 * <p>A form that Anthropic cannot be held to is asked for as the input of {@link AnswerTool}.
 */
final class OutputFormats {
    private OutputFormats() {}

    /** What a format says; empty where there is none. */
    static Optional<ResponseFormat> read(Optional<Node> node) {
        if (!(node.orElse(null) instanceof Node.Obj format)) {
            return Optional.empty();
        }
        if (format.members().get("type") instanceof Node.Str(_, String type) && type.equals("json_schema")
                && format.members().get("schema") instanceof Node.Obj schema) {
            return Optional.of(new ResponseFormat.JsonSchema("", schema.json(), true, List.of()));
        }
        return Optional.of(new ResponseFormat.Other(AnthropicMessages.NAME, format.json()));
    }

    /** The format as {@code output_config.format}; empty where it is asked for otherwise. */
    static Optional<String> write(Optional<ResponseFormat> format, ClaudeVersion version) {
        return switch (format.orElse(new ResponseFormat.Text())) {
            case ResponseFormat.JsonSchema schema when isNative(schema, version) -> Optional.of(new JsonWriter()
                    .object().member("type", "json_schema").rawMember("schema", schema.schema().text()).endObject()
                    .text());
            case ResponseFormat.Other other when other.dialect().equals(AnthropicMessages.NAME) ->
                    Optional.of(other.value().text());
            default -> Optional.empty();
        };
    }

    private static boolean isNative(ResponseFormat.JsonSchema schema, ClaudeVersion version) {
        return schema.strict() && version.knowsSchemas() && StrictSchema.suitsClaude(schema.schema());
    }

    /** The schema that {@link AnswerTool} is given; empty where it is not needed, or another tool must be called. */
    static Optional<Json> answerSchema(ChatRequest request, ClaudeVersion version) {
        boolean free = request.tools().isEmpty() || !ToolChoices.forces(request.toolChoice());
        return switch (request.responseFormat().orElse(new ResponseFormat.Text())) {
            case ResponseFormat.JsonObject _ when free -> Optional.of(Json.EMPTY_OBJECT);
            case ResponseFormat.JsonSchema schema when free && !isNative(schema, version) ->
                    Optional.of(schema.schema());
            default -> Optional.empty();
        };
    }

    /** Which tool must be called so that the answer comes by {@link AnswerTool}: any, if the client has tools too. */
    static ToolChoice answerChoice(ChatRequest request) {
        boolean others =
                !request.tools().isEmpty() && !(request.toolChoice().orElse(null) instanceof ToolChoice.None);
        return others ? new ToolChoice.Required(List.of()) : new ToolChoice.Named(AnswerTool.NAME);
    }
}
