package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.util.List;

/**
 * The keys of one provider.
 *
 * @param provider the provider's name
 * @param keys its keys, in the order of their names
 */
record KeyPool(String provider, List<ProviderKey> keys) {

    KeyPool {
        keys = List.copyOf(keys);
    }

    /** Whether the provider is called without a key. */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The error where none of them is to be used for a model. */
    GatewayException noneFor(String model) {
        boolean allowed = keys.stream().anyMatch(key -> key.usable() && key.allows(model));
        return allowed || keys.stream().noneMatch(ProviderKey::usable)
                ? new GatewayException(ErrorKind.OVERLOADED, "The provider '" + provider + "' has no usable key.")
                : new GatewayException(ErrorKind.MODEL_NOT_FOUND,
                        "No key of the provider '" + provider + "' may be used for the model '" + model + "'.")
                        .withParam("model").withCode("model_not_found");
    }
}
