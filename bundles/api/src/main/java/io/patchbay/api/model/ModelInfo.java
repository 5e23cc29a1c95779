package io.patchbay.api.model;

import java.util.Objects;

/**
 * A model that can be asked for.
 *
 * @param id the name by which it is asked for
 * @param owner who offers it: the name of a provider or of a route
 * @param createdEpochSeconds when it was made, in seconds since 1970; 0 where nobody said
 */
public record ModelInfo(String id, String owner, long createdEpochSeconds) {
    /** Checks that every component is there. */
    public ModelInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
    }
}
