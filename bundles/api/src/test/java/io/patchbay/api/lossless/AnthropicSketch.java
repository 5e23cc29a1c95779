package io.patchbay.api.lossless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Anthropic's messages, read and written. */
final class AnthropicSketch {
    static final String NAME = "anthropic-messages";

    private AnthropicSketch() {}

    static Message readMessage(JsonNode message) {
        Role role = Role.valueOf(message.path("role").asText().toUpperCase(Locale.ROOT));
        return new Message(role, readBlocks(message.path("content")),
                Trees.extras(NAME, message, "role", "content"));
    }

    static ObjectNode writeMessage(Message message) {
        ObjectNode node = Trees.object().put("role", message.role().name().toLowerCase(Locale.ROOT));
        node.set("content", writeBlocks(message.parts()));
        return Trees.put(node, NAME, message.extras());
    }

    static ChatResponse readResponse(JsonNode message) {
        Candidate candidate = new Candidate(readBlocks(message.path("content")),
                finish(message.path("stop_reason").asText()),
                stopExtras(message));
        return new ChatResponse(message.path("id").asText(), message.path("model").asText(), List.of(candidate),
                usage(message.path("usage")), Trees.extras(NAME, message, "id", "model", "content", "usage",
                        "stop_reason", "stop_sequence", "stop_details"));
    }

    static ObjectNode writeResponse(ChatResponse response) {
        Candidate candidate = response.candidates().getFirst();
        ObjectNode node = Trees.object().put("id", response.id()).put("model", response.model());
        Trees.put(node, NAME, response.extras());
        Trees.put(node, NAME, response.usage().extras());
        node.set("content", writeBlocks(candidate.parts()));
        return Trees.put(node, NAME, candidate.extras());
    }

    static Usage usage(JsonNode usage) {
        long read = usage.path("cache_read_input_tokens").asLong();
        long written = usage.path("cache_creation_input_tokens").asLong();
        return Usage.builder()
                .inputTokens(usage.path("input_tokens").asLong() + read + written)
                .cacheReadTokens(read)
                .cacheWriteTokens(written)
                .outputTokens(usage.path("output_tokens").asLong())
                .extras(List.of(Trees.extra(NAME, "usage", usage)))
                .build();
    }

    static FinishReason finish(String reason) {
        return switch (reason) {
            case "end_turn" -> FinishReason.STOP;
            case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
            case "max_tokens" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.REFUSAL;
            default -> FinishReason.OTHER;
        };
    }

    private static List<Extra> stopExtras(JsonNode message) {
        ObjectNode stop = Trees.object();
        for (String name : List.of("stop_reason", "stop_sequence", "stop_details")) {
            if (message.has(name)) {
                stop.set(name, message.get(name));
            }
        }
        return Trees.extras(NAME, stop);
    }

    static List<Part> readBlocks(JsonNode content) {
        if (content.isTextual()) {
            return List.of(Part.Text.of(content.asText()));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : content) {
            parts.add(readBlock(block));
            if (block.path("type").asText().equals("text")) {
                block.path("citations").forEach(citation -> parts.add(readCitation(citation)));
            }
        }
        return parts;
    }

    static Part readBlock(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "text" -> new Part.Text(block.path("text").asText(), block.path("citations").isEmpty()
                    ? Trees.extras(NAME, block, "type", "text")
                    : Trees.extras(NAME, block, "type", "text", "citations"));
            case "thinking" -> new Part.Reasoning(block.path("thinking").asText(),
                    Trees.extras(NAME, block, "type", "thinking"));
            case "redacted_thinking" -> new Part.Reasoning("", Trees.extras(NAME, block, "type"));
            case "tool_use" -> new Part.ToolCall(block.path("id").asText(), block.path("name").asText(),
                    Trees.json(block.path("input")), Trees.extras(NAME, block, "type", "id", "name", "input"));
            case "tool_result" -> new Part.ToolResult(block.path("tool_use_id").asText(), "",
                    readBlocks(block.path("content")), block.path("is_error").asBoolean(),
                    Trees.extras(NAME, block, "type", "tool_use_id", "content"));
            case "image" -> new Part.Image(readMedia(block.path("source")),
                    Trees.extras(NAME, block, "type", "source"));
            case "document" -> new Part.Document(readMedia(block.path("source")), block.path("title").asText(),
                    Trees.extras(NAME, block, "type", "source"));
            default -> new Part.Other(NAME, Trees.json(block), List.of());
        };
    }

    static Part.Citation readCitation(JsonNode citation) {
        String title = citation.path(citation.has("title") ? "title" : "document_title").asText();
        return new Part.Citation(title, citation.path("url").asText(), citation.path("cited_text").asText(),
                Trees.extras(NAME, citation, "cited_text"));
    }

    static ObjectNode writeCitation(Part.Citation citation) {
        return Trees.put(Trees.object().put("cited_text", citation.quote()), NAME, citation.extras());
    }

    private static Media readMedia(JsonNode source) {
        String type = source.path("media_type").asText();
        return new Media(type, switch (source.path("type").asText()) {
            case "base64" -> new Media.Inline(source.path("data").asText());
            case "url" -> new Media.Url(source.path("url").asText());
            case "file" -> new Media.FileId(NAME, source.path("file_id").asText());
            default -> new Media.Other(NAME, Trees.json(source));
        });
    }

    private static JsonNode writeMedia(Media media) {
        return switch (media.source()) {
            case Media.Inline(String base64) ->
                    Trees.object().put("type", "base64").put("media_type", media.mediaType()).put("data", base64);
            case Media.Url(String url) -> Trees.object().put("type", "url").put("url", url);
            case Media.FileId(_, String id) -> Trees.object().put("type", "file").put("file_id", id);
            case Media.Other(_, var value) -> Trees.read(value.text());
        };
    }

    static ArrayNode writeBlocks(List<Part> parts) {
        ArrayNode blocks = Trees.array();
        for (Part part : parts) {
            if (part instanceof Part.Citation citation) {
                ObjectNode cited = (ObjectNode) blocks.get(blocks.size() - 1);
                if (!cited.path("citations").isArray()) {
                    cited.putArray("citations");
                }
                ((ArrayNode) cited.get("citations")).add(writeCitation(citation));
            } else {
                blocks.add(writeBlock(part));
            }
        }
        return blocks;
    }

    static ObjectNode writeBlock(Part part) {
        ObjectNode block = Trees.object();
        switch (part) {
            case Part.Text text -> block.put("type", "text").put("text", text.text());
            case Part.Reasoning hidden when Trees.has(hidden.extras(), NAME, "data") ->
                    block.put("type", "redacted_thinking");
            case Part.Reasoning thought -> block.put("type", "thinking").put("thinking", thought.text());
            case Part.ToolCall call -> block.put("type", "tool_use").put("id", call.id()).put("name", call.name())
                    .set("input", Trees.read(call.arguments().text().isEmpty() ? "{}" : call.arguments().text()));
            case Part.ToolResult result -> block.put("type", "tool_result").put("tool_use_id", result.callId())
                    .set("content", writeBlocks(result.content()));
            case Part.Image image -> block.put("type", "image").set("source", writeMedia(image.media()));
            case Part.Document document ->
                    block.put("type", "document").set("source", writeMedia(document.media()));
            case Part.Other other -> block.setAll(Trees.object(other.value().text()));
            default -> throw new IllegalArgumentException("not in a message: " + part);
        }
        return Trees.put(block, NAME, part.extras());
    }
}
