package io.patchbay.api.lossless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * The items of OpenAI's Responses, read and written.
 *
 * <p>An item that holds several parts becomes several parts, of which the first has what is said of the item as its
 * extra {@code item}; a part without one, or with one of the same id, belongs to the item before.
 */
final class ResponsesSketch {
    static final String NAME = "openai-responses";
    static final String ITEM = "item";

    private ResponsesSketch() {}

    static List<Part> readItem(JsonNode item) {
        List<Part> parts = new ArrayList<>();
        switch (item.path("type").asText()) {
            case "message" -> item.path("content").forEach(content -> {
                parts.add(readContent(content));
                content.path("annotations").forEach(annotation -> parts.add(readAnnotation(annotation)));
            });
            case "reasoning" -> item.path("summary").forEach(summary -> parts.add(
                    new Part.Reasoning(summary.path("text").asText(), Trees.extras(NAME, summary, "text"))));
            case "function_call" -> parts.add(readCall(item));
            case "function_call_output" -> parts.add(new Part.ToolResult(item.path("call_id").asText(), "",
                    List.of(Part.Text.of(item.path("output").asText())), false,
                    Trees.extras(NAME, item, "type", "call_id", "output")));
            default -> parts.add(new Part.Other(NAME, Trees.json(item), List.of()));
        }
        if (parts.isEmpty()) {
            parts.add(item.path("type").asText().equals("reasoning")
                    ? new Part.Reasoning("", List.of())
                    : new Part.Other(NAME, Trees.json(item), List.of()));
        }
        if (List.of("message", "reasoning").contains(item.path("type").asText())
                && !(parts.getFirst() instanceof Part.Other)) {
            List<Extra> extras = new ArrayList<>(parts.getFirst().extras());
            extras.add(about(item));
            parts.set(0, parts.getFirst().withExtras(extras));
        }
        return parts;
    }

    /** What is said of an item but for the parts that it holds. */
    static Extra about(JsonNode item) {
        ObjectNode rest = item.deepCopy();
        rest.remove(rest.path("type").asText().equals("message") ? "content" : "summary");
        return Trees.extra(NAME, ITEM, rest);
    }

    static Part readContent(JsonNode content) {
        List<Extra> extras = content.path("annotations").isEmpty()
                ? Trees.extras(NAME, content, "text", "refusal")
                : Trees.extras(NAME, content, "text", "refusal", "annotations");
        return switch (content.path("type").asText()) {
            case "input_text", "output_text" -> new Part.Text(content.path("text").asText(), extras);
            case "refusal" -> new Part.Refusal(content.path("refusal").asText(), extras);
            default -> new Part.Document(new Media("", new Media.Other(NAME, Trees.json(content))), "", List.of());
        };
    }

    static Part readAnnotation(JsonNode annotation) {
        return new Part.Citation(annotation.path("title").asText(), annotation.path("url").asText(), "",
                Trees.extras(NAME, annotation));
    }

    static Part.ToolCall readCall(JsonNode item) {
        return new Part.ToolCall(item.path("call_id").asText(), item.path("name").asText(),
                new Json(item.path("arguments").asText()),
                Trees.extras(NAME, item, "type", "call_id", "name", "arguments"));
    }

    static ArrayNode writeItems(List<Part> parts) {
        ArrayNode items = Trees.array();
        ObjectNode current = Trees.object();
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> {
                    current = itemOf(part, "content", current, items);
                    current.withArrayProperty("content").add(content(part).put("text", text.text()));
                }
                case Part.Refusal refusal -> {
                    current = itemOf(part, "content", current, items);
                    current.withArrayProperty("content").add(content(part).put("refusal", refusal.text()));
                }
                case Part.Document(Media(_, Media.Other(_, Json value)), _, _) -> {
                    current = itemOf(part, "content", current, items);
                    current.withArrayProperty("content").add(Trees.read(value.text()));
                }
                case Part.Citation citation -> {
                    ArrayNode contents = current.withArrayProperty("content");
                    ((ObjectNode) contents.get(contents.size() - 1)).withArrayProperty("annotations")
                            .add(content(citation));
                }
                case Part.Reasoning thought -> {
                    current = itemOf(part, "summary", current, items);
                    if (Trees.has(part.extras(), NAME, "type")) {
                        current.withArrayProperty("summary").add(content(part).put("text", thought.text()));
                    }
                }
                case Part.ToolCall call -> items.add(Trees.put(Trees.object().put("type", "function_call")
                        .put("call_id", call.id()).put("name", call.name()).put("arguments", call.arguments().text()),
                        NAME, call.extras()));
                case Part.ToolResult result -> items.add(Trees.put(
                        Trees.object().put("type", "function_call_output").put("call_id", result.callId())
                                .put("output", ((Part.Text) result.content().getFirst()).text()),
                        NAME, result.extras()));
                case Part.Other other -> items.add(Trees.read(other.value().text()));
                default -> throw new IllegalArgumentException("not in an item: " + part);
            }
        }
        return items;
    }

    private static ObjectNode content(Part part) {
        ObjectNode content = Trees.put(Trees.object(), NAME, part.extras());
        content.remove(ITEM);
        return content;
    }

    /** The item that a part belongs to: the one before, or a new one that is added. */
    private static ObjectNode itemOf(Part part, String list, ObjectNode before, ArrayNode items) {
        ObjectNode about = Trees.object();
        for (Extra extra : part.extras()) {
            if (extra.name().equals(ITEM)) {
                about = Trees.object(extra.value().text());
            }
        }
        boolean same = about.isEmpty() || (about.has("id") && about.get("id").equals(before.get("id")));
        if (same) {
            return before.setAll(about);
        }
        about.putArray(list);
        items.add(about);
        return about;
    }
}
