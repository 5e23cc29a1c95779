package io.patchbay.dialect.responses.internal;

/** Who speaks in content, which decides how a text in it is called and what must stand beside it. */
enum Voice {
    /** The client, or a tool: in a request. */
    USER("input_text"),
    /** The model, as the client gives it back in a request. */
    ASSISTANT("output_text"),
    /** The model, as it answers. */
    ANSWER("output_text");

    private final String textType;

    Voice(String textType) {
        this.textType = textType;
    }

    /** The type of a text. */
    String textType() {
        return textType;
    }
}
