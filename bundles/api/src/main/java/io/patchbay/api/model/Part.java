package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * One block of a message.
 *
 * <p>The set grows: what a reader does not know is an {@link Other}, and a third party's {@code switch} carries a
 * {@code default}.
 */
public sealed interface Part permits Part.Text, Part.Image, Part.Audio, Part.Document, Part.ToolCall, Part.ToolResult,
        Part.Reasoning, Part.Citation, Part.Refusal, Part.Other {

    /** What only one dialect knows of the block, such as a signature or a cache mark. */
    List<Extra> extras();

    /**
     * The block with other extras.
     *
     * @param extras all extras of the new block
     */
    Part withExtras(List<Extra> extras);

    /**
     * Text.
     *
     * @param text the text
     * @param extras what only one dialect knows of it
     */
    record Text(String text, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Text {
            Objects.requireNonNull(text, "text");
            extras = List.copyOf(extras);
        }

        /** Text without extras. */
        public static Text of(String text) {
            return new Text(text, List.of());
        }

        @Override
        public Text withExtras(List<Extra> changed) {
            return new Text(text, changed);
        }
    }

    /**
     * A picture.
     *
     * @param media the picture
     * @param extras what only one dialect knows of it, such as the detail to look at
     */
    record Image(Media media, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Image {
            Objects.requireNonNull(media, "media");
            extras = List.copyOf(extras);
        }

        @Override
        public Image withExtras(List<Extra> changed) {
            return new Image(media, changed);
        }
    }

    /**
     * A sound.
     *
     * @param media the sound
     * @param extras what only one dialect knows of it
     */
    record Audio(Media media, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Audio {
            Objects.requireNonNull(media, "media");
            extras = List.copyOf(extras);
        }

        @Override
        public Audio withExtras(List<Extra> changed) {
            return new Audio(media, changed);
        }
    }

    /**
     * A document, or any file that is neither picture nor sound.
     *
     * @param media the file
     * @param name the file's name; empty where nobody said
     * @param extras what only one dialect knows of it
     */
    record Document(Media media, String name, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Document {
            Objects.requireNonNull(media, "media");
            Objects.requireNonNull(name, "name");
            extras = List.copyOf(extras);
        }

        @Override
        public Document withExtras(List<Extra> changed) {
            return new Document(media, name, changed);
        }
    }

    /**
     * A call of a tool by the model.
     *
     * @param id the name of this call, by which its result refers to it; empty in a dialect without such names
     * @param name the tool's name
     * @param arguments the arguments as the model wrote them, which is not always good JSON
     * @param extras what only one dialect knows of it, such as a thought signature
     */
    record ToolCall(String id, String name, Json arguments, List<Extra> extras) implements Part {
        /** Copies the list. */
        public ToolCall {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(arguments, "arguments");
            extras = List.copyOf(extras);
        }

        @Override
        public ToolCall withExtras(List<Extra> changed) {
            return new ToolCall(id, name, arguments, changed);
        }
    }

    /**
     * The result of a tool call.
     *
     * @param callId the call that it answers
     * @param name the tool's name; empty in a dialect that does not repeat it
     * @param content what the tool answered
     * @param error whether the tool failed
     * @param extras what only one dialect knows of it
     */
    record ToolResult(String callId, String name, List<Part> content, boolean error, List<Extra> extras)
            implements Part {
        /** Copies the lists. */
        public ToolResult {
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(name, "name");
            content = List.copyOf(content);
            extras = List.copyOf(extras);
        }

        @Override
        public ToolResult withExtras(List<Extra> changed) {
            return new ToolResult(callId, name, content, error, changed);
        }
    }

    /**
     * What the model thought before it answered.
     *
     * @param text the thought, or its summary; empty where the provider keeps it to itself
     * @param extras what only one dialect knows of it: signatures and encrypted content, which go back untouched
     */
    record Reasoning(String text, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Reasoning {
            Objects.requireNonNull(text, "text");
            extras = List.copyOf(extras);
        }

        @Override
        public Reasoning withExtras(List<Extra> changed) {
            return new Reasoning(text, changed);
        }
    }

    /**
     * A source that the model names for the text block before it.
     *
     * @param title the source's title; empty where nobody said
     * @param url the source's address; empty where it has none
     * @param quote the words that are cited; empty where nobody said
     * @param extras what only one dialect knows of it, such as positions
     */
    record Citation(String title, String url, String quote, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Citation {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(quote, "quote");
            extras = List.copyOf(extras);
        }

        @Override
        public Citation withExtras(List<Extra> changed) {
            return new Citation(title, url, quote, changed);
        }
    }

    /**
     * The model's words on why it will not answer.
     *
     * @param text the words
     * @param extras what only one dialect knows of it
     */
    record Refusal(String text, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Refusal {
            Objects.requireNonNull(text, "text");
            extras = List.copyOf(extras);
        }

        @Override
        public Refusal withExtras(List<Extra> changed) {
            return new Refusal(text, changed);
        }
    }

    /**
     * A block that only one dialect knows, such as a server-side tool's result.
     *
     * @param dialect the dialect that said it
     * @param value the block, in that dialect's words
     * @param extras members that a stream said after the block's beginning: they count in place of the value's own
     */
    record Other(String dialect, Json value, List<Extra> extras) implements Part {
        /** Copies the list. */
        public Other {
            Objects.requireNonNull(dialect, "dialect");
            Objects.requireNonNull(value, "value");
            extras = List.copyOf(extras);
        }

        @Override
        public Other withExtras(List<Extra> changed) {
            return new Other(dialect, value, changed);
        }
    }
}
