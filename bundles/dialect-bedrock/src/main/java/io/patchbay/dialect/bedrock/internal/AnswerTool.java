package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.StrictSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tool that a model is made to call where its answer must be JSON of no schema, or of one that leaves open what an
 * object has, for which Converse has no other means: the input of the call is the answer. Readers of answers know it by
 * its name, so that no client ever sees it.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html">Bedrock, structured
 * output</a>.
 */
final class AnswerTool {
    static final String NAME = "patchbay_answer";

    private static final Json ANY = new Json("{\"type\":\"object\"}");

    private AnswerTool() {}

    /**
     * The request with the tool, and the call of it demanded; as it is where that is not needed, or where the client
     * demands another tool or none, or thoughts, with which no tool can be demanded.
     */
    static ChatRequest demanded(ChatRequest request) {
        ToolChoice choice = request.toolChoice().orElseGet(ToolChoice.Auto::new);
        boolean free = choice instanceof ToolChoice.Auto
                || (choice instanceof ToolChoice.Required(List<String> allowed) && allowed.isEmpty());
        Optional<Json> schema = request.responseFormat().flatMap(AnswerTool::schema);
        if (schema.isEmpty() || !free || Thinking.enabled(request)) {
            return request;
        }
        List<Tool> tools = new ArrayList<>(request.tools());
        tools.add(new Tool.Function(NAME, "Gives the answer.", schema.get(), List.of()));
        return request.toBuilder().tools(tools).responseFormat(new ResponseFormat.Text())
                .toolChoice(tools.size() > 1 ? new ToolChoice.Required(List.of()) : new ToolChoice.Named(NAME)).build();
    }

    private static Optional<Json> schema(ResponseFormat format) {
        return switch (format) {
            case ResponseFormat.JsonObject _ -> Optional.of(ANY);
            case ResponseFormat.JsonSchema wanted when !StrictSchema.isClosed(wanted.schema()) ->
                    Optional.of(wanted.schema());
            default -> Optional.empty();
        };
    }

    /** Whether a part of an answer is a call of the tool. */
    static boolean isCall(Part part) {
        return part instanceof Part.ToolCall call && call.name().equals(NAME);
    }

    /** The part of an answer, or the text that a call of the tool stands for. */
    static Part answer(Part part) {
        return part instanceof Part.ToolCall call && isCall(call) ? Part.Text.of(call.arguments().text()) : part;
    }
}
