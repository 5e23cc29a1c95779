package io.patchbay.core.internal;

import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.ModelPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What there is, as the management plane tells it: names and states, never a secret. */
final class Inventory {
    private final Pipeline pipeline;
    private final Configured configured;

    Inventory(Pipeline pipeline, Configured configured) {
        this.pipeline = pipeline;
        this.configured = configured;
    }

    /** The providers that serve, those that are waited for, and those that are only configured. */
    List<Map<String, @Nullable Object>> providers() {
        Snapshot snapshot = pipeline.installed().snapshot();
        Map<String, Map<String, @Nullable Object>> all = new TreeMap<>();
        for (String pid : configured.providers()) {
            String name = ConfiguredName.of(pid);
            all.put(name, provider(snapshot, name, ConfiguredName.providerType(pid), "not installed"));
        }
        snapshot.gone().providers().forEach((name, gone) -> {
            if (pipeline.successors().left(gone.window()) > 0) {
                all.put(name, provider(snapshot, gone.what(), gone.origin(), "being replaced"));
            }
        });
        snapshot.providers().forEach((name, provider) -> all.put(name, provider(snapshot, provider.info(),
                provider.origin(), usable(snapshot, name) ? "ready" : "no usable key")));
        return List.copyOf(all.values());
    }

    /** The keys with what they have gone through. */
    List<Map<String, @Nullable Object>> keys() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        pipeline.installed().snapshot().keys().values().stream().flatMap(pool -> pool.keys().stream())
                .sorted((one, other) -> one.name().compareTo(other.name())).forEach(key -> all.add(key(key)));
        return all;
    }

    /** The routes, in the order in which they are matched. */
    List<Map<String, @Nullable Object>> routes() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Route route : pipeline.installed().snapshot().routes()) {
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("name", route.name());
            ConfiguredRoute.Settings settings = route.settings();
            told.put("model", route.model().text());
            told.put("when", settings.when());
            told.put("priority", settings.priority());
            told.put("targets", List.of(settings.targets()));
            told.put("fallbacks", List.of(settings.fallbacks()));
            told.put("contextFallbacks", List.of(settings.contextFallbacks()));
            told.put("contentFallbacks", List.of(settings.contentFallbacks()));
            told.put("rateLimitFallbacks", List.of(settings.rateLimitFallbacks()));
            told.put("fallbackOn", List.of(settings.fallbackOn()));
            told.put("sticky", settings.sticky());
            told.put("balancer", settings.balancer());
            told.put("retries", settings.retries());
            told.put("cache", settings.cache());
            told.put("shadow", List.of(settings.shadow()));
            told.put("shadowsLeftOut", pipeline.shadows().leftOut(route.name()));
            told.put("maxConcurrent", settings.maxConcurrent());
            told.put("running", pipeline.routeLimits().running(route.name()));
            told.put("requestsPerMinute", settings.requestsPerMinute());
            told.put("filters", List.of(settings.filters()));
            told.put("withoutFilters", List.of(settings.withoutFilters()));
            told.put("state", route.when().flaw().isEmpty() ? "ready" : route.when().flaw());
            all.add(told);
        }
        return all;
    }

    /** The models, as a client sees them that may use all. Providers may be asked for them. */
    List<Map<String, @Nullable Object>> models() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        pipeline.models().all(pipeline.installed().snapshot(), Caller.ANONYMOUS).values().forEach(model -> {
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("id", model.id());
            told.put("owner", model.owner());
            told.put("createdEpochSeconds", model.createdEpochSeconds());
            all.add(told);
        });
        return all;
    }

    private static Map<String, @Nullable Object> provider(Snapshot snapshot, ProviderInfo info, Origin origin,
            String state) {
        Map<String, @Nullable Object> told = provider(snapshot, info.name(), info.type(), state);
        told.put("speaks", info.speaks());
        told.put("surfaces", info.surfaces());
        told.put("models", texts(info.models()));
        told.put("bundle", origin.bundle());
        told.put("version", origin.version());
        return told;
    }

    private static Map<String, @Nullable Object> provider(Snapshot snapshot, String name, String type,
            String state) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("name", name);
        told.put("type", type);
        told.put("speaks", List.of());
        told.put("surfaces", List.of());
        told.put("models", List.of());
        told.put("bundle", null);
        told.put("version", null);
        told.put("keys", snapshot.keysOf(name).keys().stream().map(ProviderKey::name).toList());
        told.put("state", state);
        return told;
    }

    private boolean usable(Snapshot snapshot, String provider) {
        List<ProviderKey> keys = snapshot.keysOf(provider).keys();
        return keys.isEmpty() || keys.stream()
                .anyMatch(key -> key.usable() && pipeline.health().of(key).out().isEmpty());
    }

    private Map<String, @Nullable Object> key(ProviderKey key) {
        boolean out = pipeline.health().of(key).out().isPresent();
        long rests = out ? 0 : rests(key);
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("name", key.name());
        told.put("provider", key.provider());
        told.put("weight", key.weight());
        told.put("models", texts(key.models()));
        told.put("enabled", key.enabled());
        told.put("usable", key.usable());
        told.put("state", out ? "out" : rests > 0 ? "resting" : "ready");
        told.put("restsForMs", TimeUnit.NANOSECONDS.toMillis(rests));
        return told;
    }

    /** How long it rests for one model at least. */
    private long rests(ProviderKey key) {
        long now = pipeline.time().nanos();
        return pipeline.health().states(key).values().stream().mapToLong(state -> state.waitNanos(now))
                .filter(wait -> wait < KeyState.NEVER).max().orElse(0);
    }

    private static List<String> texts(List<ModelPattern> patterns) {
        return patterns.stream().map(ModelPattern::text).toList();
    }
}
