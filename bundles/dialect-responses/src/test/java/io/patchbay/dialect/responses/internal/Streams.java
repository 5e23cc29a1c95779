package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Streams as OpenAI sends them, made of whole answers: every event in its place, a delta for every letter. */
final class Streams {
    private final StringBuilder out = new StringBuilder();
    private int sequence;

    private Streams() {}

    static String of(String answer) {
        return new Streams().stream((ObjectNode) json(answer));
    }

    private String stream(ObjectNode answer) {
        ObjectNode begun = answer.deepCopy();
        begun.put("status", "in_progress").putNull("completed_at").putNull("usage").putArray("output");
        emit("response.created", event().set("response", begun));
        emit("response.in_progress", event().set("response", begun));
        int index = 0;
        for (JsonNode item : answer.path("output")) {
            item((ObjectNode) item, index++);
        }
        emit("response." + answer.path("status").asText(), event().set("response", answer));
        return out.toString();
    }

    private void item(ObjectNode item, int index) {
        ObjectNode begun = item.deepCopy();
        List.of("content", "summary").forEach(name -> {
            if (begun.has(name)) {
                begun.putArray(name);
            }
        });
        if (begun.has("status")) {
            begun.put("status", "in_progress");
        }
        if (begun.has("arguments")) {
            begun.put("arguments", "");
        }
        emit("response.output_item.added", at(index).set("item", begun));
        String id = item.path("id").asText();
        for (String letter : letters(item.path("arguments"))) {
            delta("response.function_call_arguments", at(index).put("item_id", id), letter);
        }
        elements(item, "summary", "reasoning_summary_part", index);
        elements(item, "content", "content_part", index);
        emit("response.output_item.done", at(index).set("item", item));
    }

    private void elements(ObjectNode item, String name, String part, int index) {
        int place = 0;
        for (JsonNode element : item.path(name)) {
            String text = element.has("text") ? "text" : "refusal";
            ObjectNode begun = ((ObjectNode) element.deepCopy()).put(text, "");
            if (begun.has("annotations")) {
                begun.putArray("annotations");
            }
            String member = name + "_index";
            String id = item.path("id").asText();
            emit("response." + part + ".added", at(index).put("item_id", id).put(member, place).set("part", begun));
            String kind = switch (element.path("type").asText()) {
                case "output_text" -> "response.output_text";
                case "refusal" -> "response.refusal";
                default -> "response.reasoning_summary_text";
            };
            for (String letter : letters(element.path(text))) {
                delta(kind, at(index).put("item_id", id).put(member, place), letter);
            }
            emit(kind + ".done", at(index).put("item_id", id).put(member, place).set(text, element.path(text)));
            emit("response." + part + ".done", at(index).put("item_id", id).put(member, place).set("part", element));
            place++;
        }
    }

    private void delta(String kind, ObjectNode event, String text) {
        emit(kind + ".delta", event.put("delta", text).put("obfuscation", "x"));
    }

    private static List<String> letters(JsonNode text) {
        return text.asText().codePoints().mapToObj(Character::toString).toList();
    }

    private static ObjectNode event() {
        return (ObjectNode) json("{}");
    }

    private static ObjectNode at(int index) {
        return event().put("output_index", index);
    }

    private void emit(String type, JsonNode event) {
        ((ObjectNode) event).put("type", type).put("sequence_number", sequence++);
        out.append("event: ").append(type).append("\ndata: ").append(event).append("\n\n");
    }
}
