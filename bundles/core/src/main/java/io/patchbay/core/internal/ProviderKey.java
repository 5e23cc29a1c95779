package io.patchbay.core.internal;

import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.ModelPattern;
import java.util.List;

/**
 * A key as its configuration has it at one moment.
 *
 * @param provider the provider's name
 * @param key its name and its secrets
 * @param weight its share of the provider's traffic
 * @param models the models that it may be used for
 * @param maxConcurrent how many attempts may use it at a time; 0 for as many as come
 * @param enabled whether it is meant to be used
 * @param usable whether it can be: it is enabled, and no secret is missing
 */
record ProviderKey(String provider, Key key, double weight, List<ModelPattern> models, int maxConcurrent,
        boolean enabled, boolean usable) {
    String name() {
        return key.name();
    }

    boolean allows(String model) {
        return ModelPattern.anyMatches(models, model);
    }

    /** Whether the key names the model, and not merely allows all. */
    boolean names(String model) {
        return allows(model) && !models.contains(ModelPattern.ANY);
    }
}
