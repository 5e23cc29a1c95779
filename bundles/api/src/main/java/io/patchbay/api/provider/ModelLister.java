package io.patchbay.api.provider;

import io.patchbay.api.exchange.Key;
import io.patchbay.api.model.ModelInfo;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A {@link Provider} that can say which models it has. Safe for use by many threads. */
@ConsumerType
@FunctionalInterface
public interface ModelLister {
    /**
     * Asks for the models; may block.
     *
     * @param key the key to ask with; empty where the provider needs none
     * @return the models, by the names that the upstream knows
     * @throws io.patchbay.api.error.GatewayException if the upstream does not say
     */
    List<ModelInfo> models(Optional<Key> key);
}
