package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.TargetLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How providers, models, keys and limits are, as the management plane tells it. */
final class HealthReport {
    private final Pipeline pipeline;

    HealthReport(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The providers with their breakers, and those of their models. */
    List<Map<String, @Nullable Object>> providers() {
        long now = pipeline.time().nanos();
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        sorted().forEach(provider -> {
            Map<String, @Nullable Object> told = breaker("name", provider.name(), provider.breaker(), now);
            told.put("inFlight", provider.places().taken());
            told.put("queued", provider.line().length());
            List<Map<String, @Nullable Object>> models = new ArrayList<>();
            new TreeMap<>(provider.models()).forEach((model, health) -> {
                TargetLoad load = pipeline.loads().of(Target.of(provider.name(), model, 1));
                Map<String, @Nullable Object> ofModel = breaker("model", model, health.breaker(), now);
                ofModel.put("inFlight", load.inFlight());
                ofModel.put("latencyMs", load.latency().toMillis());
                models.add(ofModel);
            });
            told.put("models", models);
            all.add(told);
        });
        return all;
    }

    /** The keys, with what they have gone through with each model. */
    List<Map<String, @Nullable Object>> keys() {
        long now = pipeline.time().nanos();
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        configuredKeys().forEach(key -> {
            KeyHealth health = pipeline.health().of(key);
            Map<String, KeyState> states = pipeline.health().states(key);
            boolean cools = states.values().stream().anyMatch(state -> state.waitNanos(now) > 0);
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("name", key.name());
            told.put("provider", key.provider());
            told.put("state", health.out().isPresent() ? "out" : cools ? "cooling" : "healthy");
            told.put("why", word(health.out()));
            told.put("inFlight", health.places().taken());
            told.put("maxConcurrent", key.maxConcurrent());
            told.put("models", states.entrySet().stream()
                    .map(state -> key(state.getKey(), state.getValue(), now)).toList());
            all.add(told);
        });
        return all;
    }

    /** How much is under way, waits and was shed, and what is left of the retry budget. */
    Map<String, @Nullable Object> limits() {
        Map<String, @Nullable Object> budget = new LinkedHashMap<>();
        budget.put("left", pipeline.health().budget().left());
        budget.put("burst", pipeline.health().budget().burst());
        List<Map<String, @Nullable Object>> providers = new ArrayList<>();
        sorted().forEach(provider -> {
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("provider", provider.name());
            told.put("inFlight", provider.places().taken());
            told.put("limit", provider.most());
            told.put("adaptive", provider.limits().adaptive());
            told.put("queued", provider.line().length());
            told.put("maxQueued", provider.limits().maxQueued());
            told.put("queueTimeoutMs", provider.limits().queueTimeout().toMillis());
            told.put("shed", provider.line().shed());
            providers.add(told);
        });
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("retryBudget", budget);
        all.put("providers", providers);
        return all;
    }

    private Stream<ProviderHealth> sorted() {
        return pipeline.health().providers().stream().sorted(Comparator.comparing(ProviderHealth::name));
    }

    private Stream<ProviderKey> configuredKeys() {
        return pipeline.installed().snapshot().keys().values().stream().flatMap(pool -> pool.keys().stream())
                .sorted(Comparator.comparing(ProviderKey::name));
    }

    private Map<String, @Nullable Object> key(String model, KeyState state, long now) {
        long wait = state.waitNanos(now);
        boolean rests = wait > 0 && wait < KeyState.NEVER;
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("model", model);
        told.put("state", wait == 0 ? "healthy" : rests ? "cooling" : "out");
        told.put("until", rests ? pipeline.time().now().plusNanos(wait).toString() : null);
        told.put("restsForMs", rests ? TimeUnit.NANOSECONDS.toMillis(wait) : 0);
        told.put("why", word(state.why(now)));
        told.put("headroom", state.headroom(now));
        told.put("breaker", word(state.breaker().state(now)));
        return told;
    }

    private static Map<String, @Nullable Object> breaker(String what, String name, Breaker breaker, long now) {
        Tally.Counts counts = breaker.counts(now);
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put(what, name);
        told.put("breaker", word(breaker.state(now)));
        told.put("restsForMs", TimeUnit.NANOSECONDS.toMillis(breaker.waitNanos(now)));
        told.put("why", breaker.why().isEmpty() ? null : breaker.why());
        told.put("attempts", counts.attempts());
        told.put("failures", counts.failures());
        return told;
    }

    /** A breaker's state as a word: {@code closed}, {@code open}, {@code half-open}. */
    static String word(Breaker.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable String word(Optional<ErrorKind> kind) {
        return kind.map(known -> known.name().toLowerCase(Locale.ROOT)).orElse(null);
    }
}
