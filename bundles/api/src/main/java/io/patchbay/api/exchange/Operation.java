package io.patchbay.api.exchange;

/**
 * What a request is for, whatever the dialect.
 *
 * @param name the operation's name, lower case with hyphens
 */
public record Operation(String name) {
    /** Continue a conversation. */
    public static final Operation CHAT = new Operation("chat");
    /** Turn texts into vectors. */
    public static final Operation EMBEDDINGS = new Operation("embeddings");
    /** List the models that can be asked for. */
    public static final Operation MODELS = new Operation("models");
    /** Describe one model. */
    public static final Operation MODEL = new Operation("model");
}
