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
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.provider.ModelLister;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

    private final KeyStates keyStates;
    private final Cache<ProviderEntry, List<ModelInfo>> lists = Caffeine.newBuilder()
            .maximumSize(MOST_PROVIDERS)
            .expireAfterWrite(Duration.ofMinutes(KEPT_MINUTES))
            .build();

    Models(KeyStates keyStates) {
        this.keyStates = keyStates;
    }

    /** Answers a client that wants to know the models that it may use. */
    Answer answer(Snapshot snapshot, Exchange exchange) {
        Dialect dialect = snapshot.dialects().get(exchange.request().dialect());
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

    /** The providers whose lists name the model. */
    List<ProviderEntry> having(Snapshot snapshot, String model) {
        return snapshot.providers().values().stream()
                .filter(provider -> of(snapshot, provider).stream().anyMatch(info -> info.id().equals(model)))
                .toList();
    }

    private Map<String, ModelInfo> all(Snapshot snapshot, Caller caller) {
        Map<String, ModelInfo> all = new TreeMap<>();
        for (ConfiguredRoute route : snapshot.routes()) {
            if (route.model().literal()) {
                add(all, caller, new ModelInfo(route.model().text(), route.name(), 0));
            }
        }
        Collection<ProviderEntry> providers = snapshot.providers().values();
        for (ProviderEntry provider : providers) {
            for (ModelInfo model : of(snapshot, provider)) {
                add(all, caller, new ModelInfo(provider.name() + "/" + model.id(), provider.name(),
                        model.createdEpochSeconds()));
                add(all, caller, new ModelInfo(model.id(), provider.name(), model.createdEpochSeconds()));
            }
        }
        return all;
    }

    private static void add(Map<String, ModelInfo> all, Caller caller, ModelInfo model) {
        if (caller.mayUse(model.id())) {
            all.putIfAbsent(model.id(), model);
        }
    }

    private List<ModelInfo> of(Snapshot snapshot, ProviderEntry provider) {
        List<ModelInfo> known = lists.getIfPresent(provider);
        if (known == null) {
            known = ask(snapshot, provider);
            lists.put(provider, known);
        }
        return known;
    }

    private List<ModelInfo> ask(Snapshot snapshot, ProviderEntry provider) {
        List<ModelInfo> models = new ArrayList<>();
        provider.models().stream()
                .filter(pattern -> pattern.literal())
                .forEach(pattern -> models.add(new ModelInfo(pattern.text(), provider.name(), 0)));
        if (provider.service() instanceof ModelLister lister
                && snapshot.keysOf(provider.name()).any(keyStates) instanceof KeyPool.Pick.Usable usable) {
            try {
                models.addAll(lister.models(usable.key()));
            } catch (RuntimeException e) {
                LOG.warn("provider {} does not list its models: {}", provider.name(), e.getMessage());
            }
        }
        return List.copyOf(models);
    }

    private static Answer json(Bytes body) {
        return Answer.whole(200, Headers.of("content-type", "application/json"), body);
    }
}
