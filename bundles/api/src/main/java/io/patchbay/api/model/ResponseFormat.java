package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/** The form that the answer must have. The set grows: a third party's {@code switch} carries a {@code default}. */
public sealed interface ResponseFormat
        permits ResponseFormat.Text, ResponseFormat.JsonObject, ResponseFormat.JsonSchema, ResponseFormat.Other {

    /** Plain text. */
    record Text() implements ResponseFormat {}

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    /**
     * JSON that fits a schema.
     *
     * @param name the schema's name; empty where the dialect has none
     * @param schema the JSON Schema, property order kept
     * @param strict whether the model is held to it
     * @param extras what only one dialect knows of it
     */
    record JsonSchema(String name, Json schema, boolean strict, List<Extra> extras) implements ResponseFormat {
        /** Copies the list. */
        public JsonSchema {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(schema, "schema");
            extras = List.copyOf(extras);
        }
    }

    /**
     * A form that only one dialect knows.
     *
     * @param dialect the dialect that said it
     * @param value the form, in that dialect's words
     */
    record Other(String dialect, Json value) implements ResponseFormat {}
}
