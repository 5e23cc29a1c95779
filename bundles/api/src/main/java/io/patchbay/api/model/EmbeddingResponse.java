package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * Vectors of texts, in no dialect.
 *
 * @param model the model that made them, as the upstream names it
 * @param vectors one for each input, in its order; the arrays are not copied and must not be changed
 * @param usage what they used
 * @param extras what only one dialect knows of the response
 */
public record EmbeddingResponse(String model, List<float[]> vectors, Usage usage, List<Extra> extras) {
    /** Copies the lists, not the vectors. */
    public EmbeddingResponse {
        Objects.requireNonNull(model, "model");
        vectors = List.copyOf(vectors);
        Objects.requireNonNull(usage, "usage");
        extras = List.copyOf(extras);
    }
}
