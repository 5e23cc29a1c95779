package io.patchbay.core.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.ModelsCodec;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.provider.ModelLister;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What models there are: those that routes name, and those that providers list, as {@code provider/model} and, where it
 * is nobody else's, by the bare name.
 *
 * <p>A provider's list is asked for when somebody wants it, and kept for {@value #KEPT_MINUTES} minutes.
 */
final class Models {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);
    private static final int KEPT_MINUTES = 5;
    private static final int MOST_PROVIDERS = 1_000;

    private final Health health;
    private final Cache<String, Listed> lists = Caffeine.newBuilder()
            .maximumSize(MOST_PROVIDERS)
            // In the calling thread: a pool of the JVM would hold on to this bundle's classes.
            .executor(Runnable::run)
            .expireAfterWrite(Duration.ofMinutes(KEPT_MINUTES))
            .build();

    /** What a provider listed, under whose name it is kept, so that a new version of its bundle need not ask anew. */
    private record Listed(ProviderInfo info, long serviceId, long bundleId, List<ModelInfo> models) {
        static Listed of(ProviderEntry provider, List<ModelInfo> models) {
            return new Listed(provider.info(), provider.origin().serviceId(), provider.leases().bundleId(), models);
        }

        /** False for another configuration, which may have led to another upstream. */
        boolean isOf(ProviderEntry provider) {
            return info.equals(provider.info()) && (serviceId == provider.origin().serviceId()
                    || bundleId != provider.leases().bundleId());
        }
    }

    Models(Health health) {
        this.health = health;
    }

    /** Answers a client that wants to know the models that it may use. */
    Answer answer(Snapshot snapshot, Exchange exchange) {
        Dialect dialect = snapshot.dialect(exchange.request().dialect()).orElse(null);
        if (!(dialect instanceof ModelsCodec codec)) {
            throw new GatewayException(ErrorKind.NOT_FOUND,
                    "The dialect " + exchange.request().dialect() + " cannot list models.");
        }
        Map<String, ModelInfo> all = all(snapshot, exchange.caller());
        if (exchange.request().operation().equals(Operation.MODELS)) {
            return json(codec.writeModels(List.copyOf(all.values())));
        }
        ModelInfo model = all.get(exchange.request().model());
        if (model == null) {
            throw Planner.notFound(exchange.request().model());
        }
        return json(codec.writeModel(model));
    }

    /**
     * Whether a provider's list names the model.
     *
     * @param info what is known of the provider
     * @param provider the provider; empty where it was withdrawn: then what it said before counts
     */
    boolean has(Snapshot snapshot, ProviderInfo info, Optional<ProviderEntry> provider, String model) {
        return provider.map(there -> of(snapshot, there)).orElseGet(() -> known(info))
                .stream().anyMatch(listed -> listed.id().equals(model));
    }

    /** All models that a caller may use, by their names. */
    Map<String, ModelInfo> all(Snapshot snapshot, Caller caller) {
        Map<String, ModelInfo> all = new TreeMap<>();
        for (Route route : snapshot.routes()) {
            if (route.model().literal()) {
                add(all, caller, new ModelInfo(route.model().text(), route.name(), 0));
            }
        }
        snapshot.providers().forEach((name, provider) -> add(all, caller, name, of(snapshot, provider)));
        snapshot.gone().providers().forEach((name, gone) -> add(all, caller, name, known(gone.what())));
        return all;
    }

    private static void add(Map<String, ModelInfo> all, Caller caller, String provider, List<ModelInfo> models) {
        for (ModelInfo model : models) {
            add(all, caller, new ModelInfo(provider + "/" + model.id(), provider, model.createdEpochSeconds()));
            add(all, caller, new ModelInfo(model.id(), provider, model.createdEpochSeconds()));
        }
    }

    private static void add(Map<String, ModelInfo> all, Caller caller, ModelInfo model) {
        if (caller.mayUse(model.id())) {
            all.putIfAbsent(model.id(), model);
        }
    }

    private List<ModelInfo> known(ProviderInfo info) {
        Listed known = lists.getIfPresent(info.name());
        return known == null ? named(info) : known.models();
    }

    private List<ModelInfo> of(Snapshot snapshot, ProviderEntry provider) {
        Listed known = lists.getIfPresent(provider.name());
        if (known != null && known.isOf(provider)) {
            return known.models();
        }
        if (!provider.leases().take()) {
            return known(provider.info());
        }
        try {
            List<ModelInfo> asked = ask(snapshot, provider);
            lists.put(provider.name(), Listed.of(provider, asked));
            return asked;
        } finally {
            provider.leases().giveBack();
        }
    }

    private List<ModelInfo> ask(Snapshot snapshot, ProviderEntry provider) {
        List<ModelInfo> models = new ArrayList<>(named(provider.info()));
        KeyPool keys = snapshot.keysOf(provider.name());
        Optional<Key> key = health.anyKey(keys);
        if (provider.service() instanceof ModelLister lister && (keys.isEmpty() || key.isPresent())) {
            try {
                models.addAll(lister.models(key));
            } catch (RuntimeException e) {
                LOG.warn("provider {} does not list its models: {}", provider.name(), e.getMessage());
            }
        }
        return List.copyOf(models);
    }

    private static List<ModelInfo> named(ProviderInfo info) {
        return info.models().stream().filter(ModelPattern::literal)
                .map(pattern -> new ModelInfo(pattern.text(), info.name(), 0)).toList();
    }

    private static Answer json(Bytes body) {
        return Answer.whole(200, Headers.of("content-type", "application/json"), body);
    }
}
