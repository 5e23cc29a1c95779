package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * The tool that a model is made to call where its answer must be JSON of no schema, for which Converse has no other
 * means: the input of the call is the answer. Readers of answers know it by its name, so that no client ever sees it.
 */
final class AnswerTool {
    static final String NAME = "patchbay_answer";

    private static final Tool TOOL =
            new Tool.Function(NAME, "Gives the answer.", new Json("{\"type\":\"object\"}"), List.of());

    private AnswerTool() {}

    /**
     * The request with the tool, and the call of it demanded; as it is where that is not needed, or where the client
     * demands another tool or none, or thoughts, with which no tool can be demanded.
     */
    static ChatRequest demanded(ChatRequest request) {
        ToolChoice choice = request.toolChoice().orElseGet(ToolChoice.Auto::new);
        boolean free = choice instanceof ToolChoice.Auto
                || (choice instanceof ToolChoice.Required(List<String> allowed) && allowed.isEmpty());
        if (!(request.responseFormat().orElse(null) instanceof ResponseFormat.JsonObject) || !free
                || Thinking.enabled(request)) {
            return request;
        }
        List<Tool> tools = new ArrayList<>(request.tools());
        tools.add(TOOL);
        return request.toBuilder().tools(tools).responseFormat(new ResponseFormat.Text())
                .toolChoice(tools.size() > 1 ? new ToolChoice.Required(List.of()) : new ToolChoice.Named(NAME)).build();
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
