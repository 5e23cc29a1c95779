package io.patchbay.core.internal;

import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.exchange.WireRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells of targets whether they could answer a request now, with which keys, and what stands in the way.
 *
 * @param pipeline what providers and keys have gone through
 * @param snapshot what is there
 * @param request the request
 */
record TargetReport(Pipeline pipeline, Snapshot snapshot, WireRequest request) {

    /** A target with the limits that hold for it, for JSON. */
    Map<String, @Nullable Object> told(Target target, Timeouts timeouts) {
        List<Map<String, @Nullable Object>> keys = new ArrayList<>();
        for (ProviderKey key : snapshot.keysOf(target.provider()).keys()) {
            Optional<String> obstacle = obstacle(key, target.model());
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("name", key.name());
            told.put("usable", obstacle.isEmpty());
            told.put("why", obstacle.orElse(null));
            keys.add(told);
        }
        Optional<String> obstacle = obstacle(target);
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("provider", target.provider());
        told.put("model", target.model());
        told.put("weight", target.weight());
        told.put("usable", obstacle.isEmpty());
        told.put("why", obstacle.orElse(null));
        told.put("keys", keys);
        told.put("timeouts", told(timeouts));
        return told;
    }

    private Optional<String> obstacle(Target target) {
        ProviderEntry provider = snapshot.providers().get(target.provider());
        if (provider == null) {
            return Optional.of(pipeline.successors().awaited(snapshot.gone().providers(), target.provider()).isPresent()
                    ? "its provider is being replaced"
                    : "its provider is not installed");
        }
        if (!provider.info().offers(request)) {
            return Optional.of("its provider has no " + request.operation().name());
        }
        List<String> speaks = provider.speaks(target.model());
        if (!speaks.isEmpty() && speaks.stream().noneMatch(name -> snapshot.dialect(name).isPresent())) {
            return Optional.of("no dialect of its provider is installed: " + String.join(", ", speaks));
        }
        Optional<String> breaker = breaker(provider.info(), target.model());
        if (breaker.isPresent()) {
            return breaker;
        }
        List<ProviderKey> keys = snapshot.keysOf(target.provider()).keys();
        if (keys.isEmpty() || keys.stream().anyMatch(key -> obstacle(key, target.model()).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(keys.stream().noneMatch(key -> key.usable() && key.allows(target.model()))
                ? "no key of its provider is for the model"
                : "no key of its provider can be used now");
    }

    private Optional<String> obstacle(ProviderKey key, String model) {
        if (!key.usable()) {
            return Optional.of(key.enabled() ? "it has no secret" : "it is disabled");
        }
        if (!key.allows(model)) {
            return Optional.of("it is not for the model");
        }
        if (pipeline.health().of(key).out().isPresent()) {
            return Optional.of("its provider refuses it");
        }
        KeyState state = pipeline.health().states(key).get(model);
        long wait = state == null ? 0 : state.waitNanos(pipeline.time().nanos());
        if (wait == KeyState.NEVER) {
            return Optional.of("its provider refuses it for the model");
        }
        return wait == 0 ? Optional.empty() : Optional.of("it rests for " + ms(wait));
    }

    private Optional<String> breaker(ProviderInfo provider, String model) {
        long now = pipeline.time().nanos();
        ProviderHealth health = pipeline.health().of(provider);
        ModelHealth ofModel = health.models().get(model);
        long wait = Math.max(health.breaker().waitNanos(now), ofModel == null ? 0 : ofModel.breaker().waitNanos(now));
        return wait == 0 ? Optional.empty() : Optional.of("it has failed lately, and rests for " + ms(wait));
    }

    private static String ms(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
    }

    private static Map<String, Object> told(Timeouts timeouts) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("connectMs", timeouts.connect().toMillis());
        told.put("headersMs", timeouts.headers().toMillis());
        told.put("firstEventMs", timeouts.firstEvent().toMillis());
        told.put("stallMs", timeouts.stall().toMillis());
        told.put("totalMs", timeouts.total().toMillis());
        return told;
    }
}
