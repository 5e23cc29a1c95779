package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * Something that the model may call. The set grows: a third party's {@code switch} carries a {@code default}.
 */
public sealed interface Tool permits Tool.Function, Tool.Other {

    /**
     * A function of the client's.
     *
     * @param name the function's name
     * @param description what it does, for the model; empty where nobody said
     * @param parameters the JSON Schema of its arguments, property order kept
     * @param strict whether the model is held to the schema; false where nobody said
     * @param extras what only one dialect knows of it, such as a cache mark
     */
    record Function(String name, String description, Json parameters, boolean strict, List<Extra> extras)
            implements Tool {
        /** Copies the list. */
        public Function {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(description, "description");
            Objects.requireNonNull(parameters, "parameters");
            extras = List.copyOf(extras);
        }

        /**
         * A function to whose schema the model is not held.
         *
         * @param name the function's name
         * @param description what it does, for the model; empty where nobody said
         * @param parameters the JSON Schema of its arguments, property order kept
         * @param extras what only one dialect knows of it
         */
        public Function(String name, String description, Json parameters, List<Extra> extras) {
            this(name, description, parameters, false, extras);
        }
    }

    /**
     * A tool that only one dialect knows, such as a search that runs at the provider.
     *
     * @param dialect the dialect that said it
     * @param value the whole tool, in that dialect's words
     */
    record Other(String dialect, Json value) implements Tool {}
}
