package io.patchbay.itests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nulls where a client or an upstream may put them, and nothing without them. */
final class Nulls {
    /** What a tool takes or was given is of the tool's own words. */
    private static final Set<String> OF_TOOLS = Set.of("parameters", "parametersJsonSchema", "input_schema",
            "inputSchema", "arguments", "args", "response");
    /** Members that are arrays of blocks. */
    private static final Set<String> BLOCKS = Set.of("content", "parts", "tool_calls", "system");
    /** Members that objects of a dialect have or have not. */
    private static final Map<String, List<String>> OPTIONAL = Map.of(
            "openai-chat", List.of("name", "refusal", "audio", "function_call", "tool_calls", "content", "strict",
                    "description", "annotations", "reasoning_content", "tool_choice", "stop", "response_format",
                    "temperature", "logprobs", "top_logprobs", "seed", "n", "max_tokens", "max_completion_tokens",
                    "reasoning_effort", "parallel_tool_calls", "stream_options", "metadata", "user", "tools",
                    "modalities", "usage", "error", "finish_reason", "delta", "message", "prompt_tokens_details"),
            "openai-responses", List.of("type", "status", "id", "phase", "name", "temperature",
                    "top_p", "tools", "tool_choice", "text", "reasoning", "include", "max_output_tokens",
                    "parallel_tool_calls", "previous_response_id", "conversation", "prompt", "store", "background",
                    "metadata", "user", "description", "strict", "annotations", "logprobs", "detail", "file_id",
                    "encrypted_content", "usage", "error", "incomplete_details", "item", "part"),
            "anthropic-messages", List.of("cache_control", "citations", "is_error", "system", "tools", "tool_choice",
                    "thinking", "temperature", "top_p", "top_k", "stop_sequences", "stop_sequence", "metadata",
                    "description", "strict", "content", "title", "context", "container", "usage", "signature",
                    "caller", "output_config"),
            "gemini", List.of("text", "thought", "thoughtSignature", "functionCall", "functionResponse", "inlineData",
                    "fileData", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings", "id",
                    "description", "temperature", "thinkingConfig", "finishMessage", "citationMetadata",
                    "groundingMetadata", "promptFeedback", "safetyRatings", "usageMetadata", "error", "logprobsResult",
                    "parts"),
            "bedrock-converse", List.of("text", "image", "toolUse", "toolResult", "cachePoint", "reasoningContent",
                    "status", "system", "toolConfig", "inferenceConfig", "additionalModelRequestFields",
                    "additionalModelResponseFields", "description", "strict", "usage", "metrics", "trace"),
            "cohere-v2", List.of("tool_calls", "tool_plan", "citations", "content", "temperature", "documents",
                    "response_format", "strict_tools", "tool_choice", "thinking", "description", "logprobs", "usage",
                    "error"),
            "ollama", List.of("images", "tool_calls", "thinking", "tool_name", "tool_call_id", "content", "format",
                    "options", "think", "keep_alive", "tools", "description", "logprobs", "done_reason", "error",
                    "eval_count"));

    private Nulls() {}

    /** A body or an event with {@code null} in every member that is not there, and among the blocks of each message. */
    static JsonNode in(Spoken dialect, JsonNode body) {
        JsonNode whole = body.deepCopy();
        add(whole, OPTIONAL.get(dialect.name()));
        return whole;
    }

    private static void add(JsonNode node, List<String> names) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                if (OF_TOOLS.contains(member.getKey())
                        || (member.getKey().equals("input") && member.getValue().isObject())) {
                    continue;
                }
                add(member.getValue(), names);
                if (BLOCKS.contains(member.getKey()) && member.getValue() instanceof ArrayNode blocks
                        && !blocks.isEmpty()) {
                    blocks.insertNull(0).addNull();
                }
            }
            names.stream().filter(name -> !object.has(name)).forEach(object::putNull);
        } else {
            List.copyOf(elements(node)).forEach(element -> add(element, names));
        }
    }

    /** The same without anything that is {@code null}. */
    static JsonNode without(JsonNode body) {
        JsonNode whole = body.deepCopy();
        remove(whole);
        return whole;
    }

    private static void remove(JsonNode node) {
        for (Iterator<JsonNode> each = node.elements(); each.hasNext();) {
            JsonNode value = each.next();
            if (value.isNull()) {
                each.remove();
            } else {
                remove(value);
            }
        }
    }

    private static List<JsonNode> elements(JsonNode node) {
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }
}
