package io.patchbay.api.model;

import java.util.List;

/** Which tools the model may or must call. The set grows: a third party's {@code switch} carries a {@code default}. */
public sealed interface ToolChoice
        permits ToolChoice.Auto, ToolChoice.None, ToolChoice.Required, ToolChoice.Named, ToolChoice.Other {

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** The model calls no tool. */
    record None() implements ToolChoice {}

    /**
     * The model calls at least one tool.
     *
     * @param allowed the names to choose from; empty for all of them
     */
    record Required(List<String> allowed) implements ToolChoice {
        /** Copies the list. */
        public Required {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * The model calls this tool.
     *
     * @param name the tool's name
     */
    record Named(String name) implements ToolChoice {}

    /**
     * A choice that only one dialect knows.
     *
     * @param dialect the dialect that said it
     * @param value the choice, in that dialect's words
     */
    record Other(String dialect, Json value) implements ToolChoice {}
}
