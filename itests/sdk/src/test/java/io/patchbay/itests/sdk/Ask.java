package io.patchbay.itests.sdk;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client asks: one question, and what belongs to it.
 *
 * @param model the model, with its provider
 * @param picture whether a picture goes with the question
 * @param tools the names of the tools that the model has, each with a text {@code value} as its parameter
 * @param form whether the answer is to be an {@link Event}
 * @param effort whether the model is to think first
 */
record Ask(String model, boolean picture, List<String> tools, boolean form, boolean effort) {
    static final String INSTRUCTIONS = "Answer in one sentence.";
    static final String QUESTION = "Kde leží Ostrava? 🗺";
    static final int LIMIT = 4_096;
    static final int THINKING_TOKENS = 2_048;

    /** A picture of one pixel. */
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /** The picture as an address. */
    static final String DATA_URL = "data:image/png;base64," + PNG;

    /** The schema of a tool's parameters. */
    static final Map<String, Object> PARAMETERS = schema("value");

    /** The schema of an {@link Event}, where an SDK does not make it itself. */
    static final Map<String, Object> FORM = schema("title", "category", "summary");

    /** What the model is to give in place of text. */
    public static class Event {
        public String title;
        public String category;
        public String summary;
    }

    static Ask of(Vendor vendor) {
        return new Ask(vendor.provider() + "/" + vendor.model, false, List.of(), false, false);
    }

    Ask withModel(String other) {
        return new Ask(other, picture, tools, form, effort);
    }

    Ask withPicture() {
        return new Ask(model, true, tools, form, effort);
    }

    Ask withTools(List<String> names) {
        return new Ask(model, picture, names, form, effort);
    }

    Ask withForm() {
        return new Ask(model, picture, tools, true, effort);
    }

    Ask withEffort() {
        return new Ask(model, picture, tools, form, true);
    }

    static byte[] png() {
        return Base64.getDecoder().decode(PNG);
    }

    private static Map<String, Object> schema(String... members) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String member : members) {
            properties.put(member, Map.of("type", "string"));
        }
        return Map.of("type", "object", "properties", properties, "required", List.of(members),
                "additionalProperties", false);
    }
}
