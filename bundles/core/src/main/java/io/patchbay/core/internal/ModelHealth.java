package io.patchbay.core.internal;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one model of a provider has gone through, all in all and with each key. Safe for use by many threads. */
final class ModelHealth {
    private final Breaker breaker = new Breaker();
    private final Map<String, KeyState> keys = new ConcurrentHashMap<>(4);

    Breaker breaker() {
        return breaker;
    }

    /** What a key has gone through with the model. */
    KeyState with(KeyHealth key) {
        KeyState known = keys.get(key.name());
        if (known != null && known.key() == key) {
            return known;
        }
        KeyState fresh = new KeyState(key);
        if (key.kept()) {
            keys.put(key.name(), fresh);
        }
        return fresh;
    }

    /** With which keys it was asked. */
    Collection<KeyState> keys() {
        return keys.values();
    }

    /** Whether it fails with more than one key, so that none of them alone is to blame. */
    boolean failsWithSeveralKeys(long now) {
        return keys.values().stream().filter(key -> key.breaker().counts(now).mostlyFailed()).limit(2).count() == 2;
    }

    /** Forgets what was gone through, with one key or all; of how many it was. */
    int reset(Optional<String> key) {
        int forgotten = 0;
        if (key.isEmpty()) {
            breaker.close();
            forgotten++;
        }
        for (KeyState state : keys.values()) {
            if (key.isEmpty() || key.get().equals(state.key().name())) {
                state.reset();
                forgotten++;
            }
        }
        return forgotten;
    }
}
