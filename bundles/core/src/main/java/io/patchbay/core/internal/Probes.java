package io.patchbay.core.internal;

import io.patchbay.api.exchange.Key;
import io.patchbay.api.provider.ModelLister;
import io.patchbay.api.provider.Prober;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks providers that are not well whether they are again, so that no client has to find out. One that is a
 * {@link Prober} and says so is used at once; one that only lists its models again is tried with the next request.
 */
final class Probes {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private final Health health;
    private final Installed installed;
    private final Executor executor;

    Probes(Health health, Installed installed, Executor executor) {
        this.health = health;
        this.installed = installed;
        this.executor = executor;
    }

    /** Begins what is due. For one thread; quick. */
    void begin() {
        Snapshot snapshot = installed.snapshot();
        for (ProviderEntry provider : snapshot.providers().values()) {
            boolean able = provider.service() instanceof Prober || provider.service() instanceof ModelLister;
            if (able && !provider.info().limits().probe().isZero()) {
                ProviderHealth of = health.of(provider.info());
                if (of.probeBegins(health.now())) {
                    executor.execute(() -> probe(provider, of, snapshot.keysOf(provider.name())));
                }
            }
        }
    }

    private void probe(ProviderEntry provider, ProviderHealth of, KeyPool keys) {
        try {
            Optional<Key> key = health.anyKey(keys);
            if ((keys.isEmpty() || key.isPresent()) && provider.leases().take()) {
                try {
                    ask(provider, of, key);
                } finally {
                    provider.leases().giveBack();
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("provider {} is still not well", provider.name(), e);
            of.stillUnwell(health.now());
        } finally {
            of.probeEnds(health.now());
        }
    }

    private void ask(ProviderEntry provider, ProviderHealth of, Optional<Key> key) {
        if (provider.service() instanceof Prober prober) {
            prober.probe(key);
            of.closeBreakers();
            LOG.info("provider {} is well again, as it says when it is asked", provider.name());
        } else if (provider.service() instanceof ModelLister lister) {
            lister.models(key);
            of.endRests(health.now());
        }
    }
}
