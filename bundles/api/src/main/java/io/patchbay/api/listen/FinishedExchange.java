package io.patchbay.api.listen;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of an exchange. Immutable.
 */
public final class FinishedExchange {
    private final Exchange exchange;
    private final int status;
    private final Optional<ErrorKind> error;
    private final boolean streamed;
    private final boolean cached;
    private final boolean rescued;
    private final Optional<String> route;
    private final Optional<Target> planned;
    private final Duration duration;
    private final Optional<Duration> firstEvent;
    private final Usage usage;
    private final List<FinishedAttempt> attempts;

    private FinishedExchange(Builder builder) {
        exchange = builder.exchange;
        status = builder.status;
        error = builder.error;
        streamed = builder.streamed;
        cached = builder.cached;
        rescued = builder.rescued;
        route = builder.route;
        planned = builder.planned;
        duration = builder.duration;
        firstEvent = builder.firstEvent;
        usage = builder.usage;
        attempts = List.copyOf(builder.attempts);
    }

    /** A builder of an exchange that ended well, with status 200, no attempts and nothing used. */
    public static Builder builder(Exchange exchange) {
        return new Builder(exchange);
    }

    /** The request, as the client sent it. */
    public Exchange exchange() {
        return exchange;
    }

    /** The HTTP status that the client was sent, or would have been. */
    public int status() {
        return status;
    }

    /** What went wrong; empty for an answer that is complete. An error of the upstream passed through counts. */
    public Optional<ErrorKind> error() {
        return error;
    }

    /** Whether the answer was a stream. */
    public boolean streamed() {
        return streamed;
    }

    /** Whether the answer came from a cache. */
    public boolean cached() {
        return cached;
    }

    /** Whether the answer broke off when the client had begun to read it, and another attempt went on with it. */
    public boolean rescued() {
        return rescued;
    }

    /** The name of the route that it went by; empty where the model's name alone said where. */
    public Optional<String> route() {
        return route;
    }

    /** What was to be tried first; empty where nothing was to be tried. */
    public Optional<Target> planned() {
        return planned;
    }

    /** From the first byte in to the last byte out. */
    public Duration duration() {
        return duration;
    }

    /** From the first byte in to the first useful event; empty where none came. */
    public Optional<Duration> firstEvent() {
        return firstEvent;
    }

    /** What all attempts together used, as far as the upstreams said. */
    public Usage usage() {
        return usage;
    }

    /** The attempts in the order in which they began; empty where none was made. */
    public List<FinishedAttempt> attempts() {
        return attempts;
    }

    /** The attempt whose answer was used; empty where there is none. */
    public Optional<FinishedAttempt> served() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** Builds a {@link FinishedExchange}. Not safe for use by many threads. */
    public static final class Builder {
        private final Exchange exchange;
        private int status = 200;
        private Optional<ErrorKind> error = Optional.empty();
        private boolean streamed;
        private boolean cached;
        private boolean rescued;
        private Optional<String> route = Optional.empty();
        private Optional<Target> planned = Optional.empty();
        private Duration duration = Duration.ZERO;
        private Optional<Duration> firstEvent = Optional.empty();
        private Usage usage = Usage.NONE;
        private List<FinishedAttempt> attempts = List.of();

        private Builder(Exchange exchange) {
            this.exchange = Objects.requireNonNull(exchange, "exchange");
        }

        /** The HTTP status. */
        public Builder status(int code) {
            status = code;
            return this;
        }

        /** What went wrong. */
        public Builder error(ErrorKind kind) {
            error = Optional.of(kind);
            return this;
        }

        /** Whether the answer was a stream. */
        public Builder streamed(boolean yes) {
            streamed = yes;
            return this;
        }

        /** Whether the answer came from a cache. */
        public Builder cached(boolean yes) {
            cached = yes;
            return this;
        }

        /** Whether another attempt went on with an answer that broke off. */
        public Builder rescued(boolean yes) {
            rescued = yes;
            return this;
        }

        /** What was to be tried first. */
        public Builder planned(Target target) {
            planned = Optional.of(target);
            return this;
        }

        /** The name of the route that it went by. */
        public Builder route(String name) {
            route = Optional.of(name);
            return this;
        }

        /** From the first byte in to the last byte out. */
        public Builder duration(Duration time) {
            duration = time;
            return this;
        }

        /** From the first byte in to the first useful event. */
        public Builder firstEvent(Duration time) {
            firstEvent = Optional.of(time);
            return this;
        }

        /** What was used. */
        public Builder usage(Usage tokens) {
            usage = tokens;
            return this;
        }

        /** The attempts in their order. */
        public Builder attempts(List<FinishedAttempt> all) {
            attempts = all;
            return this;
        }

        /** The finished exchange. */
        public FinishedExchange build() {
            return new FinishedExchange(this);
        }
    }
}
