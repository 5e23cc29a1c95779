package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Priority;
import io.patchbay.core.internal.Breaker.Pass;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What providers, models and keys have gone through, and who may be asked now.
 *
 * <p>Kept under configured names, so that it outlives configurations and bundles; what is configured no more is forgotten,
 * as is what a provider has gone through at another address, and all of it with a restart of this bundle. There is a
 * breaker for each provider, each model of it and, where a provider has several keys, each key with each model. A wider one
 * opens only where more than one of the narrower ones fails: a bad key takes no model with it, and a bad model no provider.
 *
 * <p>Safe for use by many threads. While all is well an attempt takes no lock.
 */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    /** When to ask again where nobody knows. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Time time;
    private final RetryBudget budget;
    private final Map<String, ProviderHealth> providers = new ConcurrentHashMap<>();
    private final Map<String, KeyHealth> keys = new ConcurrentHashMap<>();
    private final AtomicLong waiters = new AtomicLong();

    /** What came of asking for a place. */
    sealed interface Entry {
        /** An attempt may be made, with this key or, where the provider has none at all, without one. */
        record Granted(Optional<Key> key, Permit permit) implements Entry {}

        /** What fits rests: keys cool, or a breaker is open; the first one for so long. */
        record Resting(long nanos, GatewayException error) implements Entry {}

        /** All that fits is in use as much as it may be; {@link #awaitPlace} may help. */
        record Busy(ProviderHealth provider, long seen, GatewayException error) implements Entry {}

        /** There is nobody to ask, and waiting does not help. */
        record Refused(GatewayException error) implements Entry {}
    }

    Health(Time time, RetryBudget budget) {
        this.time = time;
        this.budget = budget;
    }

    /** What further attempts may be made, all in all. */
    RetryBudget budget() {
        return budget;
    }

    /**
     * Asks for a place for one attempt: a key that fits, drawn by weight and headroom, the breakers' consent, room under the
     * limits. Does not wait. Whoever is granted one says what came of it, whatever happens.
     *
     * @param model what the provider is asked for; for what has no model the heaviest key is taken: a file is in the account
     *        of the key that it came with
     * @param tried names of keys that this exchange does not want again
     */
    Entry enter(ProviderInfo info, KeyPool pool, String model, Set<String> tried, RandomGenerator random) {
        ProviderHealth provider = of(info);
        long seen = provider.givenBack();
        long now = time.nanos();
        ModelHealth asked = provider.model(model);
        long wait = Math.max(provider.breaker().waitNanos(now), asked.breaker().waitNanos(now));
        if (wait > 0) {
            return resting(info.name(), wait, ErrorKind.OVERLOADED);
        }
        KeyDraw draw = new KeyDraw(this, asked, model, tried, random, now);
        if (pool.isEmpty()) {
            draw.unkeyed(asked.with(provider.unkeyed()));
        }
        for (int i = 0; i < pool.keys().size(); i++) {
            draw.consider(pool.keys().get(i));
        }
        KeyState drawn = draw.drawn();
        if (drawn != null) {
            return grant(provider, model, asked, drawn, pool.keys().size() > 1, now)
                    .orElseGet(() -> busy(provider, seen));
        }
        if (draw.busy()) {
            return busy(provider, seen);
        }
        return draw.shortestWait() < KeyState.NEVER
                ? resting(info.name(), draw.shortestWait(), draw.why())
                : new Entry.Refused(pool.noneFor(model));
    }

    /**
     * Waits until one of the providers that were busy may have room: bounded in number and time, by what those providers
     * allow, and by priority.
     *
     * @param busy what came of asking for places; at least one
     * @param cancellation ends the waiting
     * @param until ends it too, by {@link Time#nanos}
     * @return whether it makes sense to ask again; false where it waited in vain, or too many wait already
     * @throws GatewayException the reason of the cancellation
     */
    boolean awaitPlace(Collection<Entry.Busy> busy, Priority priority, Cancellation cancellation, long until) {
        Waiter waiter = new Waiter(priority, waiters.incrementAndGet());
        List<Entry.Busy> joined = busy.stream().filter(each -> each.provider().line().join(waiter,
                each.provider().limits().maxQueued())).toList();
        waiter.leavesOne();
        long longest = joined.stream().mapToLong(each -> each.provider().limits().queueTimeout().toNanos()).max()
                .orElse(0);
        long end = Math.min(until - time.nanos(), longest) + time.nanos();
        boolean again = false;
        try (var _ = cancellation.onCancel(waiter::wake)) {
            again = joined.stream().anyMatch(each -> each.provider().givenBack() != each.seen())
                    || called(waiter, cancellation, end);
            return again;
        } finally {
            joined.forEach(each -> each.provider().line().leave(waiter));
            if (!again && waiter.state() == Waiter.State.CALLED) {
                joined.forEach(each -> each.provider().line().call());
            } else if (!again && !cancellation.cancelled()) {
                joined.forEach(each -> each.provider().line().gaveUp(waiter));
            }
        }
    }

    private boolean called(Waiter waiter, Cancellation cancellation, long end) {
        while (true) {
            cancellation.check();
            long left = end - time.nanos();
            if (waiter.state() != Waiter.State.WAITS || left <= 0 || Thread.currentThread().isInterrupted()) {
                return waiter.state() == Waiter.State.CALLED;
            }
            time.parkNanos(left);
        }
    }

    /** A key to ask with for what is about no model; empty where there is none to use. */
    Optional<Key> anyKey(KeyPool pool) {
        return pool.keys().stream().filter(key -> key.usable() && of(key).out().isEmpty()).map(ProviderKey::key)
                .findFirst();
    }

    /** What a key has gone through. */
    KeyHealth of(ProviderKey key) {
        KeyHealth known = keys.get(key.name());
        return known != null && known.isOfCredential(key) ? known : KeyHealth.passing(key);
    }

    /** What a provider has gone through. */
    ProviderHealth of(ProviderInfo info) {
        ProviderHealth known = providers.get(info.name());
        return known != null
                ? known
                : providers.computeIfAbsent(info.name(), _ -> new ProviderHealth(info));
    }

    /** What a key has gone through, by the models that it was used for. */
    Map<String, KeyState> states(ProviderKey key) {
        Map<String, KeyState> states = new TreeMap<>();
        KeyHealth known = of(key);
        ProviderHealth provider = providers.get(key.provider());
        if (provider != null) {
            provider.models().forEach((model, asked) -> asked.keys().stream().filter(state -> state.key() == known)
                    .forEach(state -> states.put(model, state)));
        }
        return states;
    }

    /**
     * Goes by what is configured now: takes over its limits, and forgets what is not.
     *
     * @return the names of the providers that lead to another upstream than before, which has gone through nothing yet
     */
    Set<String> follow(Snapshot snapshot) {
        Set<String> moved = new HashSet<>();
        snapshot.providers().forEach((name, provider) -> {
            ProviderHealth known = of(provider.info());
            if (known.isOf(provider.info())) {
                known.limit(provider.info().limits());
            } else {
                moved.add(name);
                providers.put(name, new ProviderHealth(provider.info()));
                keys.values().removeIf(key -> key.isOf(Optional.of(name), Optional.empty()));
                known.callAll();
            }
        });
        providers.keySet().removeIf(name -> !snapshot.providers().containsKey(name)
                && !snapshot.gone().providers().containsKey(name));
        Map<String, ProviderKey> configured = new HashMap<>();
        snapshot.keys().values().forEach(pool -> pool.keys().forEach(key -> configured.put(key.name(), key)));
        configured.forEach((name, key) -> keys.merge(name, KeyHealth.of(key),
                (known, fresh) -> known.isOfCredential(key) ? configured(known, key) : fresh));
        keys.keySet().removeIf(name -> !configured.containsKey(name));
        providers.values().forEach(provider -> provider.models().values().forEach(model -> model.keys()
                .removeIf(
                        state -> state.key().credential().isPresent() && keys.get(state.key().name()) != state.key())));
        return moved;
    }

    private KeyHealth configured(KeyHealth known, ProviderKey key) {
        if (known.configure(key)) {
            providers.values().forEach(provider -> provider.models().values().forEach(model -> model.keys().stream()
                    .filter(state -> state.key() == known).forEach(KeyState::configured)));
        }
        return known;
    }

    /** A place; empty where the limits are full. */
    private Optional<Entry> grant(ProviderHealth provider, String model, ModelHealth asked, KeyState state,
            boolean oneOfSeveral, long now) {
        if (!provider.places().take(provider.most())) {
            return Optional.empty();
        }
        if (!state.key().places().take(state.key().maxConcurrent())) {
            provider.places().giveBack();
            return Optional.empty();
        }
        Pass byProvider = provider.breaker().enter(now);
        Pass byModel = asked.breaker().enter(now);
        Pass byKey = state.breaker().enter(now);
        boolean ordinary = byProvider == Pass.ORDINARY && byModel == Pass.ORDINARY && byKey == Pass.ORDINARY;
        Permit.Passes passes =
                ordinary ? Permit.Passes.ORDINARY : new Permit.Passes(byProvider, byModel, byKey);
        Permit permit = new Permit(this, provider, model, asked, state, oneOfSeveral, passes, now);
        if (byProvider == Pass.NONE || byModel == Pass.NONE || byKey == Pass.NONE) {
            // Somebody else became the probe just now.
            permit.unused();
            return Optional.of(resting(provider.name(), AGAIN.toNanos(), ErrorKind.OVERLOADED));
        }
        return Optional.of(new Entry.Granted(state.key().credential(), permit));
    }

    private static Entry busy(ProviderHealth provider, long seen) {
        return new Entry.Busy(provider, seen, new GatewayException(ErrorKind.OVERLOADED, "The provider '"
                + provider.name() + "' has as many requests as it may have at a time.").withRetryAfter(AGAIN));
    }

    private static Entry resting(String provider, long nanos, ErrorKind why) {
        String message = why == ErrorKind.RATE_LIMITED
                ? "Every key of the provider '" + provider + "' rests after a rate limit."
                : "The provider '" + provider + "' has failed lately and is given a rest.";
        return new Entry.Resting(nanos,
                new GatewayException(why, message).withRetryAfter(Duration.ofNanos(nanos)));
    }

    /**
     * Forgets what was gone through: of one provider or all, with one key or all, with one model or all.
     *
     * @return of how many providers, keys and models it was
     */
    int reset(Optional<String> provider, Optional<String> key, Optional<String> model) {
        int forgotten = 0;
        for (KeyHealth of : keys.values()) {
            if (model.isEmpty() && of.isOf(provider, key)) {
                of.reset();
                forgotten++;
            }
        }
        for (ProviderHealth of : providers.values()) {
            if (provider.isEmpty() || provider.get().equals(of.name())) {
                forgotten += of.reset(key, model);
            }
        }
        LOG.info("health is reset by hand: {} providers, keys and models", forgotten);
        return forgotten;
    }

    /** All providers that were asked. */
    Collection<ProviderHealth> providers() {
        return providers.values();
    }

    /** What an answer's headers say is left of a key's limits; empty where they say nothing. */
    Optional<Quota> quota(Headers headers) {
        return RateLimits.read(headers, time);
    }

    long now() {
        return time.nanos();
    }
}
