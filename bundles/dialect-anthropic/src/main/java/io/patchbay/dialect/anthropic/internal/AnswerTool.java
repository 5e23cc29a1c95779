package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.Json;
import io.patchbay.dialect.json.JsonWriter;

/**
 * The tool that a model is made to call where its answer must be JSON and the vendor has no other means: the input of
 * the call is the answer. Readers of answers know it by its name, so that no client ever sees it.
 */
final class AnswerTool {
    static final String NAME = "patchbay_answer";

    private AnswerTool() {}

    static void write(Json schema, JsonWriter out) {
        out.object().member("name", NAME).member("description", "Gives the answer.")
                .rawMember("input_schema", Tools.schema(schema)).endObject();
    }
}
