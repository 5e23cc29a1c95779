package io.patchbay.api.lossless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;

/** Gemini's contents, read and written. */
final class GeminiSketch {
    static final String NAME = "gemini";

    private GeminiSketch() {}

    static Message readContent(JsonNode content) {
        Role role = content.path("role").asText().equals("model") ? Role.ASSISTANT : Role.USER;
        List<Part> parts = new ArrayList<>();
        content.path("parts").forEach(part -> parts.add(readPart(part)));
        return new Message(role, parts, Trees.extras(NAME, content, "parts"));
    }

    static ObjectNode writeContent(Message message) {
        ObjectNode content = Trees.object();
        ArrayNode parts = content.putArray("parts");
        message.parts().forEach(part -> parts.add(writePart(part)));
        return Trees.put(content, NAME, message.extras());
    }

    static Part readPart(JsonNode part) {
        if (part.has("text")) {
            String text = part.path("text").asText();
            return part.path("thought").asBoolean()
                    ? new Part.Reasoning(text, Trees.extras(NAME, part, "text", "thought"))
                    : new Part.Text(text, Trees.extras(NAME, part, "text"));
        }
        if (part.has("functionCall")) {
            JsonNode call = part.get("functionCall");
            return new Part.ToolCall(call.path("id").asText(), call.path("name").asText(),
                    new Json(call.has("args") ? call.get("args").toString() : ""),
                    withRest(part, "functionCall", "id", "name", "args"));
        }
        if (part.has("functionResponse")) {
            JsonNode result = part.get("functionResponse");
            Part content = new Part.Other(NAME, Trees.json(result.path("response")), List.of());
            return new Part.ToolResult(result.path("id").asText(), result.path("name").asText(), List.of(content),
                    false, withRest(part, "functionResponse", "id", "name", "response"));
        }
        if (part.has("inlineData")) {
            JsonNode data = part.get("inlineData");
            Media media = new Media(data.path("mimeType").asText(), new Media.Inline(data.path("data").asText()));
            return new Part.Image(media, Trees.extras(NAME, part, "inlineData"));
        }
        return new Part.Other(NAME, Trees.json(part), List.of());
    }

    static ObjectNode writePart(Part part) {
        ObjectNode node = Trees.object();
        Trees.put(node, NAME, part.extras());
        switch (part) {
            case Part.Text text -> node.put("text", text.text());
            case Part.Reasoning thought -> node.put("text", thought.text()).put("thought", true);
            case Part.ToolCall call -> {
                ObjectNode inner = named(node.withObject("functionCall"), call.id(), call.name());
                if (!call.arguments().text().isEmpty()) {
                    inner.set("args", Trees.read(call.arguments().text()));
                }
            }
            case Part.ToolResult result -> named(node.withObject("functionResponse"), result.callId(), result.name())
                    .set("response", Trees.read(((Part.Other) result.content().getFirst()).value().text()));
            case Part.Image(Media(String type, Media.Inline(String data)), _) ->
                    node.putObject("inlineData").put("mimeType", type).put("data", data);
            case Part.Other other -> node.setAll(Trees.object(other.value().text()));
            default -> throw new IllegalArgumentException("not in a content: " + part);
        }
        return node;
    }

    private static ObjectNode named(ObjectNode inner, String id, String name) {
        return id.isEmpty() ? inner.put("name", name) : inner.put("id", id).put("name", name);
    }

    /** The extras of a part, and as one of them what is left of the object inside it. */
    private static List<Extra> withRest(JsonNode part, String inner, String... known) {
        List<Extra> extras = Trees.extras(NAME, part, inner);
        ObjectNode rest = Trees.put(Trees.object(), NAME, Trees.extras(NAME, part.get(inner), known));
        if (!rest.isEmpty()) {
            extras.add(Trees.extra(NAME, inner, rest));
        }
        return extras;
    }

    static Usage usage(JsonNode usage) {
        long thoughts = usage.path("thoughtsTokenCount").asLong();
        return Usage.builder()
                .inputTokens(usage.path("promptTokenCount").asLong())
                .outputTokens(usage.path("candidatesTokenCount").asLong() + thoughts)
                .reasoningTokens(thoughts)
                .extras(List.of(Trees.extra(NAME, "usageMetadata", usage)))
                .build();
    }

    static FinishReason finish(String reason) {
        return switch (reason) {
            case "STOP" -> FinishReason.STOP;
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            case "SAFETY", "PROHIBITED_CONTENT" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }
}
