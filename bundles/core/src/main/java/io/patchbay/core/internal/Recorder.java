package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.listen.FinishedAttempt;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what happens in one exchange, and tells the listeners when it is over, once.
 *
 * <p>Safe for use by many threads.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Exchange exchange;
    private final List<ExchangeListener> listeners;
    private final Time time;
    private final long startedAt;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final List<FinishedAttempt> attempts = new ArrayList<>(2);
    private int attemptsBegun;
    private Usage usage = Usage.NONE;
    private long firstEventNanos = -1;
    private int status = 200;
    private boolean streamed;
    private boolean cached;
    private boolean rescued;
    private Optional<String> route = Optional.empty();
    private Optional<Target> planned = Optional.empty();
    private @Nullable ErrorKind error;

    Recorder(Exchange exchange, List<ExchangeListener> listeners, Time time, long startedAt) {
        this.exchange = exchange;
        this.listeners = listeners;
        this.time = time;
        this.startedAt = startedAt;
        for (ExchangeListener listener : listeners) {
            guarded(() -> listener.started(exchange));
        }
    }

    /** An attempt is over; the one that served is noted last. */
    synchronized void attempted(FinishedAttempt attempt) {
        attempts.add(attempt);
        usage = usage.plus(attempt.usage());
    }

    /** Another attempt begins; its number, from 1. */
    synchronized int begin() {
        return ++attemptsBegun;
    }

    /** The number of attempts that have begun. */
    synchronized int attemptsBegun() {
        return attemptsBegun;
    }

    /** The first useful event came. */
    synchronized void firstEvent() {
        if (firstEventNanos < 0) {
            firstEventNanos = time.nanos() - startedAt;
        }
    }

    /** The answer came from the cache. */
    synchronized void cached() {
        cached = true;
    }

    /** The exchange goes by a route. */
    synchronized void routed(String name) {
        route = Optional.of(name);
    }

    /** What was to be tried first. */
    synchronized void planned(Target target) {
        planned = Optional.of(target);
    }

    /** The answer broke off, and another attempt went on with it. */
    synchronized void rescued() {
        rescued = true;
    }

    /** The time since the exchange began, in nanoseconds. */
    long elapsedNanos() {
        return time.nanos() - startedAt;
    }

    /** From the exchange's begin to a time by {@link Time#nanos}. */
    Duration sinceStart(long nanos) {
        return Duration.ofNanos(nanos - startedAt);
    }

    /** The answer begins. */
    synchronized void answered(int httpStatus, boolean asStream) {
        status = httpStatus;
        streamed = asStream;
    }

    /** Something went wrong; the first error counts. */
    synchronized void failed(GatewayException failure) {
        if (error == null) {
            error = failure.kind();
            if (!streamed) {
                status = failure.status();
            }
        }
    }

    /** The exchange is over; whether this was the first call that said so. */
    boolean settle() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        exchange.cancellation().reason().ifPresent(this::failed);
        FinishedExchange finished = finished();
        for (ExchangeListener listener : listeners) {
            guarded(() -> listener.finished(finished));
        }
        return true;
    }

    private synchronized FinishedExchange finished() {
        FinishedExchange.Builder builder = FinishedExchange.builder(exchange)
                .status(status)
                .streamed(streamed)
                .cached(cached)
                .rescued(rescued)
                .duration(Duration.ofNanos(time.nanos() - startedAt))
                .usage(usage)
                .attempts(attempts);
        if (error != null) {
            builder.error(error);
        }
        route.ifPresent(builder::route);
        planned.ifPresent(builder::planned);
        if (firstEventNanos >= 0) {
            builder.firstEvent(Duration.ofNanos(firstEventNanos));
        }
        return builder.build();
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("a listener failed; the exchange did not", e);
        }
    }
}
