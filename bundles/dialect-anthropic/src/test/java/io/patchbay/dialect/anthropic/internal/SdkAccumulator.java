package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Puts a stream together as Anthropic's SDKs do, and insists on the order of its events. */
final class SdkAccumulator {
    private ObjectNode message = (ObjectNode) json("{}");
    private final StringBuilder input = new StringBuilder();
    private int open = -1;

    JsonNode message(List<JsonNode> events) {
        assertThat(events.getFirst().path("type").asText()).isEqualTo("message_start");
        assertThat(events.getLast().path("type").asText()).isEqualTo("message_stop");
        for (JsonNode event : events) {
            switch (event.path("type").asText()) {
                case "message_start" -> {
                    assertThat(message).isEmpty();
                    message = event.path("message").deepCopy();
                    assertThat(message.path("content")).isEqualTo(json("[]"));
                }
                case "content_block_start" -> {
                    assertThat(open).isEqualTo(-1);
                    open = event.path("index").asInt();
                    assertThat(open).isEqualTo(content().size());
                    content().add(event.path("content_block").deepCopy());
                    input.setLength(0);
                }
                case "content_block_delta" -> delta(event);
                case "content_block_stop" -> {
                    assertThat(event.path("index").asInt()).isEqualTo(open);
                    if (!input.isEmpty()) {
                        ((ObjectNode) content().get(open)).set("input", json(input.toString()));
                    }
                    open = -1;
                }
                case "message_delta" -> {
                    assertThat(open).isEqualTo(-1);
                    event.properties().forEach(member -> {
                        if (!List.of("type", "delta", "usage").contains(member.getKey())) {
                            message.set(member.getKey(), member.getValue());
                        }
                    });
                    message.setAll((ObjectNode) event.path("delta"));
                    event.path("usage").properties().forEach(member -> {
                        if (!member.getValue().isNull()) {
                            ((ObjectNode) message.path("usage")).set(member.getKey(), member.getValue());
                        }
                    });
                }
                default -> {}
            }
        }
        return message;
    }

    private ArrayNode content() {
        return (ArrayNode) message.path("content");
    }

    private void delta(JsonNode event) {
        assertThat(event.path("index").asInt()).isEqualTo(open);
        ObjectNode block = (ObjectNode) content().get(open);
        JsonNode delta = event.path("delta");
        switch (delta.path("type").asText()) {
            case "text_delta" -> append(block, "text", delta);
            case "thinking_delta" -> append(block, "thinking", delta);
            case "signature_delta" -> block.set("signature", delta.path("signature"));
            case "input_json_delta" -> input.append(delta.path("partial_json").asText());
            case "citations_delta" -> {
                if (!block.path("citations").isArray()) {
                    block.putArray("citations");
                }
                ((ArrayNode) block.get("citations")).add(delta.path("citation"));
            }
            default -> throw new AssertionError("unknown delta " + delta);
        }
    }

    private static void append(ObjectNode block, String name, JsonNode delta) {
        block.put(name, block.path(name).asText() + delta.path(name).asText());
    }
}
