package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws one of a provider's keys for a model: at random, by weight, of those that may be used now, an own draw for each of
 * them against all before it. For what has no model it is the heaviest, the first of equals. For one thread.
 */
final class KeyDraw {
    private final Health health;
    private final ModelHealth asked;
    private final String model;
    private final Set<String> tried;
    private final RandomGenerator random;
    private final long now;
    private @Nullable KeyState drawn;
    private double heaviest;
    private double total;
    private boolean busy;
    private long shortestWait = KeyState.NEVER;
    private ErrorKind why = ErrorKind.RATE_LIMITED;

    KeyDraw(Health health, ModelHealth asked, String model, Set<String> tried, RandomGenerator random, long now) {
        this.health = health;
        this.asked = asked;
        this.model = model;
        this.tried = tried;
        this.random = random;
        this.now = now;
    }

    /** Considers a key. */
    void consider(ProviderKey key) {
        if (!key.usable() || !key.allows(model)) {
            return;
        }
        KeyState state = asked.with(health.of(key));
        if (rests(state) || tried.contains(key.name())) {
            return;
        }
        if (!state.key().places().free(key.maxConcurrent())) {
            busy = true;
        } else if (model.isEmpty()) {
            drawIf(state, drawn == null || key.weight() > heaviest);
            heaviest = Math.max(heaviest, key.weight());
        } else {
            double weight = key.weight() * state.share(now);
            total += weight;
            drawIf(state, drawn == null || (weight > 0 && random.nextDouble(total) < weight));
        }
    }

    /** Takes what stands for the key of a provider that has none. */
    void unkeyed(KeyState state) {
        drawIf(state, !rests(state));
    }

    private void drawIf(KeyState state, boolean better) {
        drawn = better ? state : drawn;
    }

    private boolean rests(KeyState state) {
        long wait = state.waitNanos(now);
        if (wait > 0 && wait < shortestWait) {
            shortestWait = wait;
            why = state.why(now).orElse(ErrorKind.RATE_LIMITED);
        }
        return wait > 0;
    }

    /** The key that was drawn; none where none may be used now. */
    @Nullable
    KeyState drawn() {
        return drawn;
    }

    /** Whether a key could be used but for its limit. */
    boolean busy() {
        return busy;
    }

    /** After how many nanoseconds one of those that rest may be used; {@link KeyState#NEVER} where none rests. */
    long shortestWait() {
        return shortestWait;
    }

    /** Why that one rests. */
    ErrorKind why() {
        return why;
    }
}
