package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Texts that a client wants as vectors, in no dialect.
 *
 * @param model the model that is asked for
 * @param inputs the texts; a client's lists of token numbers ride along as an extra
 * @param dimensions the length of vector that is wanted; empty for the model's own
 * @param extras what only one dialect knows of the request
 */
public record EmbeddingRequest(String model, List<String> inputs, OptionalInt dimensions, List<Extra> extras) {
    /** Copies the lists. */
    public EmbeddingRequest {
        Objects.requireNonNull(model, "model");
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(dimensions, "dimensions");
        extras = List.copyOf(extras);
    }
}
