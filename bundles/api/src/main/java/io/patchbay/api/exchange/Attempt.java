package io.patchbay.api.exchange;

import io.patchbay.api.model.ChatRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try of one target with one key.
 *
 * <p>Immutable but for its cancellation; safe for use by many threads.
 */
public final class Attempt {
    private final Exchange exchange;
    private final int number;
    private final Target target;
    private final @Nullable Key key;
    private final Timeouts timeouts;
    private final WireRequest request;
    private final Cancellation cancellation;

    private Attempt(Builder builder) {
        exchange = builder.exchange;
        number = builder.number;
        target = Objects.requireNonNull(builder.target, "target");
        key = builder.key;
        timeouts = builder.timeouts;
        request = builder.request;
        cancellation = builder.cancellation;
    }

    /**
     * A builder of the first attempt of an exchange, without a key, with default time limits, sending the client's own
     * request.
     */
    public static Builder builder(Exchange exchange, Target target) {
        return new Builder(exchange, target);
    }

    /** The exchange that the attempt belongs to. */
    public Exchange exchange() {
        return exchange;
    }

    /** The attempt's number in its exchange, from 1. */
    public int number() {
        return number;
    }

    /** What is tried. */
    public Target target() {
        return target;
    }

    /** The key to use; empty where the provider needs none. */
    public Optional<Key> key() {
        return Optional.ofNullable(key);
    }

    /** How long each phase may take; the {@link #cancellation} fires when a phase took longer. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** The request in a dialect that the provider speaks, asking for the target's model. */
    public WireRequest request() {
        return request;
    }

    /** The request in no dialect, asking for the target's model; read when first asked for. */
    public ChatRequest chat() {
        ChatRequest chat = exchange.chat();
        String model = request.model();
        return model.equals(chat.model()) ? chat : chat.toBuilder().model(model).build();
    }

    /** Fires when this attempt's answer is no longer wanted; also when the exchange's own does. */
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public String toString() {
        return "Attempt[" + number + " of " + exchange.id() + " at " + target + "]";
    }

    /** Builds an {@link Attempt}. Not safe for use by many threads. */
    public static final class Builder {
        private final Exchange exchange;
        private final Target target;
        private int number = 1;
        private @Nullable Key key;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private WireRequest request;
        private Cancellation cancellation;

        private Builder(Exchange exchange, Target target) {
            this.exchange = exchange;
            this.target = target;
            this.request = exchange.request();
            this.cancellation = exchange.cancellation();
        }

        /** The attempt's number in its exchange, from 1. */
        public Builder number(int fromOne) {
            number = fromOne;
            return this;
        }

        /** The key to use. */
        public Builder key(Key credential) {
            key = credential;
            return this;
        }

        /** How long each phase may take. */
        public Builder timeouts(Timeouts limits) {
            timeouts = limits;
            return this;
        }

        /** The request in a dialect that the provider speaks, asking for the target's model. */
        public Builder request(WireRequest wire) {
            request = wire;
            return this;
        }

        /** What fires when this attempt's answer is no longer wanted; the exchange's own unless said. */
        public Builder cancellation(Cancellation own) {
            cancellation = own;
            return this;
        }

        /** The attempt. */
        public Attempt build() {
            return new Attempt(this);
        }
    }
}
