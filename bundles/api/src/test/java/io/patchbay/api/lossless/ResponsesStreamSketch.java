package io.patchbay.api.lossless;

import static io.patchbay.api.lossless.ResponsesSketch.NAME;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;

/** The stream events of OpenAI's Responses, read. */
final class ResponsesStreamSketch {
    private int parts;
    private ObjectNode item = Trees.object();
    private boolean first;
    /** The part that goes on, and what was said of it since it began. */
    private int open = -1;
    private final List<Extra> said = new ArrayList<>();

    List<ChatEvent> decode(JsonNode event) {
        List<ChatEvent> events = new ArrayList<>();
        switch (event.path("type").asText()) {
            case "response.created" -> {
                JsonNode response = event.path("response");
                events.add(new ChatEvent.Start(response.path("id").asText(), response.path("model").asText(),
                        Trees.extras(NAME, response, "id", "model", "output", "usage")));
            }
            case "response.output_item.added" -> {
                item = (ObjectNode) event.path("item");
                first = true;
                if (item.path("type").asText().equals("function_call")) {
                    Part.ToolCall call = ResponsesSketch.readCall(item);
                    begin(new Part.ToolCall(call.id(), call.name(), new Json(""), call.extras()), events);
                }
            }
            case "response.content_part.added" ->
                    begin(aboutItem(ResponsesSketch.readContent(event.path("part"))), events);
            case "response.reasoning_summary_part.added" -> begin(aboutItem(
                    new Part.Reasoning("", Trees.extras(NAME, event.path("part"), "text"))), events);
            case "response.output_text.delta", "response.refusal.delta" ->
                    events.add(new ChatEvent.TextDelta(open, event.path("delta").asText()));
            case "response.reasoning_summary_text.delta" ->
                    events.add(new ChatEvent.ReasoningDelta(open, event.path("delta").asText()));
            case "response.function_call_arguments.delta" ->
                    events.add(new ChatEvent.ToolCallDelta(open, event.path("delta").asText()));
            case "response.content_part.done" -> {
                said.addAll(ResponsesSketch.readContent(event.path("part")).extras());
                event.path("part").path("annotations").forEach(annotation -> {
                    events.add(new ChatEvent.PartStart(parts, 0, ResponsesSketch.readAnnotation(annotation)));
                    events.add(new ChatEvent.PartEnd(parts++, List.of()));
                });
            }
            case "response.output_item.done" -> endItem(event.path("item"), events);
            case "response.completed", "response.incomplete" -> end(event.path("response"), events);
            default -> {}
        }
        return events;
    }

    private Part aboutItem(Part part) {
        if (!first) {
            return part;
        }
        first = false;
        List<Extra> extras = new ArrayList<>(part.extras());
        extras.add(ResponsesSketch.about(item));
        return part.withExtras(extras);
    }

    private void begin(Part part, List<ChatEvent> events) {
        close(events);
        open = parts++;
        events.add(new ChatEvent.PartStart(open, 0, part));
    }

    private void close(List<ChatEvent> events) {
        if (open >= 0) {
            events.add(new ChatEvent.PartEnd(open, said));
            open = -1;
            said.clear();
        }
    }

    private void endItem(JsonNode done, List<ChatEvent> events) {
        if (open < 0) {
            begin(ResponsesSketch.readItem(done).getFirst(), events);
        } else if (done.path("type").asText().equals("function_call")) {
            said.addAll(ResponsesSketch.readCall(done).extras());
        } else {
            said.add(ResponsesSketch.about(done));
        }
        close(events);
    }

    private static void end(JsonNode response, List<ChatEvent> events) {
        String status = response.path("status").asText();
        FinishReason reason = status.equals("completed") ? FinishReason.STOP : FinishReason.LENGTH;
        events.add(new ChatEvent.Finish(0, reason,
                Trees.extras(NAME, response, "id", "model", "output", "usage")));
        JsonNode usage = response.path("usage");
        events.add(new ChatEvent.UsageReport(Usage.builder()
                .inputTokens(usage.path("input_tokens").asLong())
                .outputTokens(usage.path("output_tokens").asLong())
                .extras(List.of(Trees.extra(NAME, "usage", usage)))
                .build()));
    }
}
