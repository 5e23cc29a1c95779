package io.patchbay.api.lossless;

import static io.patchbay.api.lossless.AnthropicSketch.NAME;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Anthropic's stream events, read and written; holds the state of one stream each way. */
final class AnthropicStreamSketch {
    private final Map<Integer, Block> open = new HashMap<>();
    private final Map<Integer, Integer> blockOfPart = new HashMap<>();
    private int parts;
    private int blocks;

    /** What a reader knows of a block that has begun. */
    private record Block(int part, boolean opaque, StringBuilder input, StringBuilder signature) {}

    List<ChatEvent> decode(JsonNode event) {
        int index = event.path("index").asInt();
        return switch (event.path("type").asText()) {
            case "message_start" -> {
                JsonNode message = event.path("message");
                yield List.of(
                        new ChatEvent.Start(message.path("id").asText(), message.path("model").asText(),
                                Trees.extras(NAME, message, "id", "model", "content", "usage")),
                        new ChatEvent.UsageReport(AnthropicSketch.usage(message.path("usage"))));
            }
            case "content_block_start" -> {
                Part part = start(event.path("content_block"));
                open.put(index, new Block(parts, part instanceof Part.Other, new StringBuilder(), new StringBuilder()));
                yield List.of(new ChatEvent.PartStart(parts++, 0, part));
            }
            case "content_block_delta" -> delta(open.get(index), event);
            case "content_block_stop" -> {
                Block block = open.remove(index);
                List<Extra> extras = new ArrayList<>();
                if (!block.signature.isEmpty()) {
                    extras.add(new Extra(NAME, "signature",
                            Trees.json(Trees.array().add(block.signature.toString()).get(0))));
                }
                if (!block.input.isEmpty()) {
                    extras.add(new Extra(NAME, "input", new Json(block.input.toString())));
                }
                yield List.of(new ChatEvent.PartEnd(block.part, extras));
            }
            case "message_delta" -> {
                List<Extra> extras = new ArrayList<>(Trees.extras(NAME, event.path("delta")));
                extras.addAll(Trees.extras(NAME, event, "type", "delta", "usage"));
                yield List.of(
                        new ChatEvent.Finish(0, AnthropicSketch.finish(event.at("/delta/stop_reason").asText()),
                                extras),
                        new ChatEvent.UsageReport(AnthropicSketch.usage(event.path("usage"))));
            }
            case "message_stop" -> List.of();
            default -> List.of(new ChatEvent.Other(NAME, Trees.json(event)));
        };
    }

    /** A call's arguments come later; until then a block says {@code {}}. */
    private static Part start(JsonNode block) {
        Part part = AnthropicSketch.readBlock(block);
        return part instanceof Part.ToolCall(String id, String name, _, List<Extra> extras)
                ? new Part.ToolCall(id, name, new Json(""), extras)
                : part;
    }

    private List<ChatEvent> delta(Block block, JsonNode event) {
        JsonNode delta = event.path("delta");
        return switch (delta.path("type").asText()) {
            case "text_delta" -> List.of(new ChatEvent.TextDelta(block.part, delta.path("text").asText()));
            case "thinking_delta" -> List.of(new ChatEvent.ReasoningDelta(block.part, delta.path("thinking").asText()));
            case "input_json_delta" -> {
                String piece = delta.path("partial_json").asText();
                if (block.opaque) {
                    block.input.append(piece);
                    yield List.of(new ChatEvent.Other(NAME, Trees.json(event)));
                }
                yield List.of(new ChatEvent.ToolCallDelta(block.part, piece));
            }
            case "signature_delta" -> {
                block.signature.append(delta.path("signature").asText());
                yield List.of();
            }
            case "citations_delta" -> {
                Part citation = AnthropicSketch.readCitation(delta.path("citation"));
                int index = parts++;
                yield List.of(new ChatEvent.PartStart(index, 0, citation), new ChatEvent.PartEnd(index, List.of()));
            }
            default -> List.of(new ChatEvent.Other(NAME, Trees.json(event)));
        };
    }

    List<JsonNode> encode(List<ChatEvent> events) {
        List<JsonNode> written = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            switch (events.get(i)) {
                case ChatEvent.Start start -> {
                    ObjectNode message = Trees.object().put("id", start.id()).put("model", start.model());
                    message.putArray("content");
                    Trees.put(message, NAME, start.extras());
                    Trees.put(message, NAME, ((ChatEvent.UsageReport) events.get(++i)).usage().extras());
                    written.add(Trees.object().put("type", "message_start").set("message", message));
                }
                case ChatEvent.PartStart(_, _, Part.Citation citation) -> written.add(delta(blocks - 1,
                        Trees.object().put("type", "citations_delta")
                                .set("citation", AnthropicSketch.writeCitation(citation))));
                case ChatEvent.PartStart(int index, _, Part part) -> {
                    blockOfPart.put(index, blocks);
                    written.add(Trees.object().put("type", "content_block_start").put("index", blocks++)
                            .set("content_block", AnthropicSketch.writeBlock(part)));
                }
                case ChatEvent.TextDelta(int index, String text) -> written.add(delta(blockOfPart.get(index),
                        Trees.object().put("type", "text_delta").put("text", text)));
                case ChatEvent.ReasoningDelta(int index, String text) -> written.add(delta(blockOfPart.get(index),
                        Trees.object().put("type", "thinking_delta").put("thinking", text)));
                case ChatEvent.ToolCallDelta(int index, String text) -> written.add(delta(blockOfPart.get(index),
                        Trees.object().put("type", "input_json_delta").put("partial_json", text)));
                case ChatEvent.PartEnd(int index, List<Extra> extras) when blockOfPart.containsKey(index) -> {
                    if (Trees.has(extras, NAME, "signature")) {
                        written.add(delta(blockOfPart.get(index),
                                Trees.put(Trees.object().put("type", "signature_delta"), NAME, extras)));
                    }
                    written.add(Trees.object().put("type", "content_block_stop").put("index", blockOfPart.get(index)));
                }
                case ChatEvent.Finish finish -> {
                    ObjectNode event = Trees.object().put("type", "message_delta");
                    ObjectNode delta = Trees.put(event.putObject("delta"), NAME, finish.extras());
                    if (delta.has("context_management")) {
                        event.set("context_management", delta.remove("context_management"));
                    }
                    written.add(Trees.put(event, NAME, ((ChatEvent.UsageReport) events.get(++i)).usage().extras()));
                }
                case ChatEvent.Other other -> written.add(Trees.read(other.value().text()));
                default -> {}
            }
        }
        return written;
    }

    private static JsonNode delta(int block, JsonNode delta) {
        return Trees.object().put("type", "content_block_delta").put("index", block).set("delta", delta);
    }
}
