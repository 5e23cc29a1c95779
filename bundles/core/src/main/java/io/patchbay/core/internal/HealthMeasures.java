package io.patchbay.core.internal;

import io.patchbay.api.listen.Measures;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How providers, keys and limits are, for the metrics. */
@Component(service = Measures.class)
public final class HealthMeasures implements Measures {
    private final Pipeline pipeline;

    /** Tells what the pipeline knows. */
    @Activate
    public HealthMeasures(@Reference CoreGateway gateway) {
        this(gateway.pipeline());
    }

    HealthMeasures(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void read(Reader reader) {
        long now = pipeline.time().nanos();
        for (ProviderHealth provider : pipeline.health().providers()) {
            provider(reader, provider, now);
        }
        pipeline.installed().snapshot().keys().values().stream().flatMap(pool -> pool.keys().stream())
                .forEach(key -> key(reader, key, now));
        reader.gauge("patchbay_retry_budget", "Further attempts that may be made at what has just failed.",
                pipeline.health().budget().left());
    }

    private static void provider(Reader reader, ProviderHealth provider, long now) {
        String name = provider.name();
        double open = provider.breakers().filter(breaker -> breaker.state(now) != Breaker.State.CLOSED).count();
        reader.gauge("patchbay_breakers_open",
                "Breakers of the provider, its models and their keys that are open or half-open.", open,
                "provider",
                name);
        reader.gauge("patchbay_attempts_in_flight", "Attempts that are under way.", provider.places().taken(),
                "provider", name);
        reader.gauge("patchbay_attempts_limit", "How many attempts there may be at a time; 0 for as many as come.",
                provider.most(), "provider", name);
        reader.gauge("patchbay_requests_queued", "Requests that wait for a place.", provider.line().length(),
                "provider",
                name);
        reader.counter("patchbay_requests_shed", "Requests that waited in vain for a place, or were not let wait.",
                (double) provider.line().shed(), "provider", name);
    }

    private void key(Reader reader, ProviderKey key, long now) {
        boolean out = pipeline.health().of(key).out().isPresent();
        boolean cools = pipeline.health().states(key).values().stream().anyMatch(state -> state.waitNanos(now) > 0);
        reader.gauge("patchbay_key_state", "A key's state: 0 healthy, 1 cooling for a model at least, 2 out.",
                out ? 2 : cools ? 1 : 0, "provider", key.provider(), "key", key.name());
    }
}
