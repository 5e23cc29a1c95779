package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The keys of one provider.
 *
 * @param provider the provider's name
 * @param keys its keys, in the order of their names
 */
record KeyPool(String provider, List<ProviderKey> keys) {

    /** What came of picking a key. */
    sealed interface Pick {
        /** The request may go out, with this key or, where the provider has none at all, without one. */
        record Usable(Optional<Key> key) implements Pick {}

        /** Every key that fits rests; the first one for so long. */
        record Resting(long nanos) implements Pick {}

        /** There is no key to use, and waiting does not help. */
        record None(GatewayException error) implements Pick {}
    }

    KeyPool {
        keys = List.copyOf(keys);
    }

    /**
     * Picks a key at random, by weight, of those that may be used for the model now and were not tried before. For what has
     * no model it is the heaviest: a file is in the account of the key that it came with.
     */
    Pick pick(String model, Set<String> tried, KeyStates states, RandomGenerator random) {
        if (keys.isEmpty()) {
            return new Pick.Usable(Optional.empty());
        }
        if (keys.size() == 1 && tried.isEmpty()) {
            return only(keys.getFirst(), model, states);
        }
        List<ProviderKey> usable = new ArrayList<>(keys.size());
        double total = 0;
        long shortest = Long.MAX_VALUE;
        for (ProviderKey key : keys) {
            if (!key.usable() || !key.allows(model)) {
                continue;
            }
            long wait = states.waitNanos(key.key()).orElse(Long.MAX_VALUE);
            if (wait > 0) {
                shortest = Math.min(shortest, wait);
            } else if (!tried.contains(key.name())) {
                usable.add(key);
                total += key.weight();
            }
        }
        if (!usable.isEmpty()) {
            ProviderKey drawn = model.isEmpty() ? heaviest(usable) : draw(usable, total, random);
            return new Pick.Usable(Optional.of(drawn.key()));
        }
        return shortest < Long.MAX_VALUE ? new Pick.Resting(shortest) : none(model);
    }

    /** Picks a usable key whatever the model, for a request that is about none. */
    Pick any(KeyStates states) {
        for (ProviderKey key : keys) {
            if (key.usable() && states.waitNanos(key.key()).orElse(1L) == 0) {
                return new Pick.Usable(Optional.of(key.key()));
            }
        }
        return keys.isEmpty() ? new Pick.Usable(Optional.empty()) : none("");
    }

    private Pick only(ProviderKey key, String model, KeyStates states) {
        if (!key.usable() || !key.allows(model)) {
            return none(model);
        }
        Optional<Long> wait = states.waitNanos(key.key());
        if (wait.isEmpty()) {
            return none(model);
        }
        return wait.get() == 0 ? new Pick.Usable(Optional.of(key.key())) : new Pick.Resting(wait.get());
    }

    private Pick none(String model) {
        boolean allowed = keys.stream().anyMatch(key -> key.usable() && key.allows(model));
        return new Pick.None(allowed || keys.stream().noneMatch(ProviderKey::usable)
                ? new GatewayException(ErrorKind.OVERLOADED, "The provider '" + provider + "' has no usable key.")
                : new GatewayException(ErrorKind.MODEL_NOT_FOUND,
                        "No key of the provider '" + provider + "' may be used for the model '" + model + "'.")
                        .withParam("model").withCode("model_not_found"));
    }

    /** The first of equals. */
    private static ProviderKey heaviest(List<ProviderKey> usable) {
        return usable.stream().reduce((one, other) -> other.weight() > one.weight() ? other : one).orElseThrow();
    }

    private static ProviderKey draw(List<ProviderKey> usable, double total, RandomGenerator random) {
        double left = total > 0 ? random.nextDouble(total) : 0;
        for (ProviderKey key : usable) {
            left -= key.weight();
            if (left < 0) {
                return key;
            }
        }
        return usable.getLast();
    }
}
