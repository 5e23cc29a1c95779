package io.patchbay.api.provider;

import io.patchbay.api.exchange.Key;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link Provider} that can find out whether its upstream is well, at less than the price of a request. Asked while it
 * fails, as often as its setting {@code probeMs} says. Safe for use by many threads.
 */
@ConsumerType
@FunctionalInterface
public interface Prober {
    /**
     * Returns where the upstream would answer requests; may block.
     *
     * @param key the key to ask with; empty where the provider needs none
     * @throws io.patchbay.api.error.GatewayException if it would not
     */
    void probe(Optional<Key> key);
}
