package io.patchbay.api.lossless;

import static io.patchbay.api.lossless.GeminiSketch.NAME;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gemini's chunks of one candidate, read and written; a whole answer is a stream of one chunk. */
final class GeminiStreamSketch {
    private int parts;
    /** The part that the next piece of plain text or thought goes on with; it has no extras of its own. */
    private int open = -1;
    private boolean thinking;
    private boolean started;
    private final Map<Integer, Part> begun = new HashMap<>();
    private final ObjectNode head = Trees.object();

    List<ChatEvent> decode(JsonNode chunk) {
        List<ChatEvent> events = new ArrayList<>();
        if (!started) {
            started = true;
            events.add(new ChatEvent.Start(chunk.path("responseId").asText(), chunk.path("modelVersion").asText(),
                    Trees.extras(NAME, chunk, "responseId", "modelVersion", "candidates", "usageMetadata")));
        }
        JsonNode candidate = chunk.path("candidates").path(0);
        candidate.at("/content/parts").forEach(part -> decode(GeminiSketch.readPart(part), events));
        if (candidate.has("finishReason")) {
            close(events);
            events.add(new ChatEvent.Finish(0, GeminiSketch.finish(candidate.get("finishReason").asText()),
                    Trees.extras(NAME, candidate, "content", "index")));
        }
        events.add(new ChatEvent.UsageReport(GeminiSketch.usage(chunk.path("usageMetadata"))));
        return events;
    }

    private void decode(Part part, List<ChatEvent> events) {
        boolean thought = part instanceof Part.Reasoning;
        boolean text = thought || part instanceof Part.Text;
        boolean goesOn = open >= 0 && text && thought == thinking && part.extras().isEmpty();
        if (!goesOn) {
            close(events);
            begin(part, events);
        }
        switch (part) {
            case Part.Text(String said, _) -> events.add(new ChatEvent.TextDelta(parts - 1, said));
            case Part.Reasoning(String said, _) -> events.add(new ChatEvent.ReasoningDelta(parts - 1, said));
            default -> {}
        }
        // A part with a signature stands alone: https://ai.google.dev/gemini-api/docs/thought-signatures
        open = text && part.extras().isEmpty() ? parts - 1 : -1;
        thinking = thought;
        if (open < 0) {
            events.add(new ChatEvent.PartEnd(parts - 1, List.of()));
        }
    }

    private void begin(Part part, List<ChatEvent> events) {
        Part start = switch (part) {
            case Part.Text(_, List<Extra> extras) -> new Part.Text("", extras);
            case Part.Reasoning(_, List<Extra> extras) -> new Part.Reasoning("", extras);
            default -> part;
        };
        events.add(new ChatEvent.PartStart(parts++, 0, start));
    }

    private void close(List<ChatEvent> events) {
        if (open >= 0) {
            events.add(new ChatEvent.PartEnd(open, List.of()));
            open = -1;
        }
    }

    /** Writes the events of one chunk; usage comes last in them. */
    JsonNode encode(List<ChatEvent> events) {
        ObjectNode chunk = Trees.object();
        ObjectNode candidate = chunk.putArray("candidates").addObject().put("index", 0);
        ObjectNode content = candidate.putObject("content").put("role", "model");
        for (ChatEvent event : events) {
            switch (event) {
                case ChatEvent.Start start -> {
                    head.put("responseId", start.id()).put("modelVersion", start.model());
                    Trees.put(chunk, NAME, start.extras());
                }
                case ChatEvent.PartStart(int index, _, Part part) -> {
                    begun.put(index, part);
                    if (!(part instanceof Part.Text) && !(part instanceof Part.Reasoning)) {
                        list(content).add(GeminiSketch.writePart(part));
                    }
                }
                case ChatEvent.TextDelta(int index, String text) -> list(content)
                        .add(GeminiSketch.writePart(new Part.Text(text, begun.get(index).extras())));
                case ChatEvent.ReasoningDelta(int index, String text) -> list(content)
                        .add(GeminiSketch.writePart(new Part.Reasoning(text, begun.get(index).extras())));
                case ChatEvent.Finish finish -> Trees.put(candidate, NAME, finish.extras());
                case ChatEvent.UsageReport report -> Trees.put(chunk, NAME, report.usage().extras());
                default -> {}
            }
        }
        return chunk.setAll(head);
    }

    private static ArrayNode list(ObjectNode content) {
        return content.withArrayProperty("parts");
    }
}
