package io.patchbay.itests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Where OpenAI does not keep to its own schema, which is corrected there before anything is measured by it. */
enum Erratum {
    /** A chunk before the last has no reason to finish: {@code null}, of which the schema does not know. */
    NO_FINISH_YET("/CreateChatCompletionStreamResponse/properties/choices/items/properties", choice -> {
        JsonNode reason = choice.path("finish_reason");
        choice.putObject("finish_reason").putArray("anyOf").add(reason).addObject().put("type", "null");
    }),
    /** A message of a user, a system or a developer fits two of the schemas of which the schema says it fits one. */
    AMBIGUOUS_MESSAGE("/InputItem", item -> item.set("anyOf", item.remove("oneOf")));

    private final String place;
    private final Consumer<ObjectNode> correction;

    Erratum(String place, Consumer<ObjectNode> correction) {
        this.place = place;
        this.correction = correction;
    }

    /** Corrects the schema. */
    void correct(JsonNode document) {
        correction.accept((ObjectNode) document.at("/components/schemas" + place));
    }
}
