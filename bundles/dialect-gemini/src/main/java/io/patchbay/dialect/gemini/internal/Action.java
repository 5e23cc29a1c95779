package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Operation;

/** What can be asked of a model: the word after the colon in a request's path. */
enum Action {
    GENERATE("generateContent", Operation.CHAT),
    STREAM("streamGenerateContent", Operation.CHAT),
    EMBED("embedContent", Operation.EMBEDDINGS),
    EMBED_SEVERAL("batchEmbedContents", Operation.EMBEDDINGS),
    COUNT_TOKENS("countTokens", new Operation("count-tokens"));

    private static final String MODEL = "/{model}:";

    private final String word;
    private final Operation operation;

    Action(String word, Operation operation) {
        this.word = word;
        this.operation = operation;
    }

    String word() {
        return word;
    }

    Operation operation() {
        return operation;
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
