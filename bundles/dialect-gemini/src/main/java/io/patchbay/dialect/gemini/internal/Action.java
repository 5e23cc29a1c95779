package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Operation;

/** What can be asked of a model: the word after the colon in a request's path. */
enum Action {
    GENERATE("generateContent"), STREAM("streamGenerateContent"), EMBED("embedContent"), EMBED_SEVERAL(
            "batchEmbedContents"), COUNT_TOKENS("countTokens");

    private static final String MODEL = "/{model}:";
    private static final Operation COUNT = new Operation("count-tokens");

    private final String word;

    Action(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    Operation operation() {
        return switch (this) {
            case GENERATE, STREAM -> Operation.CHAT;
            case EMBED, EMBED_SEVERAL -> Operation.EMBEDDINGS;
            case COUNT_TOKENS -> COUNT;
        };
    }

    /** The path below a provider's base URL. */
    String path(String version) {
        return version + "/models" + MODEL + word;
    }

    /** Whether a path ends with this action. */
    boolean endsPath(String path) {
        return path.endsWith(":" + word);
    }
}
