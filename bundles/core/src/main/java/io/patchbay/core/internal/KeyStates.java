package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the keys have gone through: which one rests until when, and which one is out.
 *
 * <p>Kept under the keys' configured names, so that it outlives configurations and bundles. A key that the upstream
 * refused is out until its secret changes.
 */
final class KeyStates {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStates.class);
    private static final long COOLDOWN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Time time;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /** What a key has gone through: out for good, or resting until a time. */
    private record State(Key key, boolean out, long restsUntil) {}

    KeyStates(Time time) {
        this.time = time;
    }

    /** How long a key must not be used, in nanoseconds: 0 if it may be used now, empty if it is out. */
    Optional<Long> waitNanos(Key key) {
        State state = states.get(key.name());
        if (state == null || !state.key().equals(key)) {
            return Optional.of(0L);
        }
        if (state.out()) {
            return Optional.empty();
        }
        return Optional.of(Math.max(0, state.restsUntil() - time.nanos()));
    }

    /** Takes note of a failure that an attempt with the key met. */
    void failed(Key key, GatewayException error) {
        if (error.kind() == ErrorKind.KEY_REFUSED) {
            // The provider's own words may repeat the key.
            LOG.warn("key {} is out until its configuration changes: its provider refuses it (status {})", key.name(),
                    error.upstreamStatus().orElse(0));
            states.put(key.name(), new State(key, true, 0));
        } else if (error.kind() == ErrorKind.RATE_LIMITED) {
            long rest = error.retryAfter().map(Duration::toNanos).orElse(COOLDOWN_NANOS);
            states.put(key.name(), new State(key, false, time.nanos() + rest));
        }
    }
}
