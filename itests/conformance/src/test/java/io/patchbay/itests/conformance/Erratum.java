package io.patchbay.itests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where OpenAI does not keep to its own schema, which is corrected there before anything is measured by it.
 *
 * @param reason what OpenAI sends
 * @param place where the schema says otherwise, below all its components
 * @param correction corrects what stands there
 */
record Erratum(String reason, String place, Consumer<ObjectNode> correction) {
    static final List<Erratum> ALL = List.of(
            new Erratum("a chunk before the last has null as its reason to finish",
                    "/CreateChatCompletionStreamResponse/properties/choices/items/properties", choice -> {
                        JsonNode reason = choice.path("finish_reason");
                        choice.putObject("finish_reason").putArray("anyOf").add(reason).addObject().put("type", "null");
                    }),
            new Erratum("a message of a user, a system or a developer fits two schemas of which it must fit only one",
                    "/InputItem", item -> item.set("anyOf", item.remove("oneOf"))));

    /** Corrects the schema. */
    void correct(JsonNode document) {
        correction.accept((ObjectNode) document.at("/components/schemas" + place));
    }

    @Override
    public String toString() {
        return reason;
    }
}
