package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds routes to their limits: how many exchanges at a time, and how many a minute. What has been is kept under the
 * routes' configured names, so that it outlives a change of their settings.
 */
final class RouteLimits {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Time time;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /** What is asked of one route now, and was in the last minute. */
    private static final class State {
        private int running;
        /** When all that was let in is paid for, if each request costs its share of a minute. */
        private long paidAt;

        private State(long now) {
            paidAt = now;
        }
    }

    /** A place that an exchange has. */
    @FunctionalInterface
    interface Place {
        /** For a route without limits. */
        Place FREE = () -> {};

        /** Gives it back; once. */
        void leave();
    }

    RouteLimits(Time time) {
        this.time = time;
    }

    /**
     * Lets an exchange take a route.
     *
     * @throws GatewayException of kind {@code RATE_LIMITED} where it is one too many
     */
    Place enter(Route route) {
        int most = route.settings().maxConcurrent();
        int perMinute = route.settings().requestsPerMinute();
        if (most == 0 && perMinute == 0) {
            return Place.FREE;
        }
        State state = states.computeIfAbsent(route.name(), _ -> new State(time.nanos()));
        synchronized (state) {
            if (most > 0 && state.running >= most) {
                throw full("The route '" + route.name() + "' answers " + most + " requests at a time.", SOON);
            }
            if (perMinute > 0) {
                pay(state, route.name(), perMinute);
            }
            state.running++;
        }
        return () -> {
            synchronized (state) {
                state.running--;
            }
        };
    }

    /** How many exchanges take a route that has limits. */
    int running(String route) {
        State state = states.get(route);
        if (state == null) {
            return 0;
        }
        synchronized (state) {
            return state.running;
        }
    }

    /** A bucket of one minute's tokens, as the time at which it will be full again. */
    private void pay(State state, String route, int perMinute) {
        long now = time.nanos();
        long price = MINUTE_NANOS / perMinute;
        long debt = Math.max(0, state.paidAt - now);
        long tooMuch = debt - (MINUTE_NANOS - price);
        if (tooMuch > 0) {
            throw full("The route '" + route + "' takes " + perMinute + " requests a minute.",
                    Duration.ofNanos(tooMuch));
        }
        state.paidAt = now + debt + price;
    }

    private static GatewayException full(String message, Duration retryAfter) {
        return new GatewayException(ErrorKind.RATE_LIMITED, message).withCode("rate_limit_exceeded")
                .withRetryAfter(retryAfter);
    }
}
