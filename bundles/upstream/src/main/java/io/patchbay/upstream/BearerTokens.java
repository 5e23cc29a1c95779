package io.patchbay.upstream;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ConsumerType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves a key by an access token that is fetched for it, and sent as a bearer: RFC 6750.
 *
 * <p>A token is used until its end and fetched anew ahead of it, while the old one is still in use; those who wait for one
 * share a single fetch, and its failure. A key whose secrets have changed is another key. Where an attempt has no key, the
 * token is that of whoever this machine is.
 *
 * <p>Holds nothing that must be closed. Safe for use by many threads.
 */
public final class BearerTokens implements Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);
    /** An endpoint may be out of order for so long before anybody notices. */
    private static final Duration AHEAD = Duration.ofMinutes(5);
    /** How long to let an endpoint be while there is a token. */
    private static final Duration REST = Duration.ofSeconds(10);
    /** How long to let an endpoint be while there is none. */
    private static final Duration SHORT_REST = Duration.ofSeconds(1);
    private static final Token NONE = new Token("", Instant.MIN);

    private final InstantSource clock;
    private final Source source;
    private final Executor executor;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    /**
     * Tokens of a source.
     *
     * @param clock tells when tokens end
     * @param source where tokens come from
     */
    public BearerTokens(InstantSource clock, Source source) {
        this(clock, source, Thread.ofVirtual().name("token")::start);
    }

    BearerTokens(InstantSource clock, Source source, Executor executor) {
        this.clock = clock;
        this.source = source;
        this.executor = executor;
    }

    /** Where tokens come from. Safe for use by many threads. */
    @ConsumerType
    @FunctionalInterface
    public interface Source {
        /**
         * Fetches a new token; may block, on a thread of its own. Its failures are logged: their text holds no secret.
         *
         * @param key the key to prove; empty where an attempt has none
         * @throws GatewayException of kind {@code KEY_REFUSED} where the key is wrong, of any other where trying again may
         *         help; it may be the cause of another exception
         * @throws Exception for anything else that went wrong
         */
        Token fetch(Optional<Key> key) throws Exception;
    }

    /**
     * An access token.
     *
     * @param value what is sent
     * @param expiresAt when it ends
     */
    public record Token(String value, Instant expiresAt) {
        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    @Override
    public UpstreamRequest authenticate(UpstreamRequest request, Key key) {
        return authenticated(request, Optional.of(key));
    }

    @Override
    public UpstreamRequest authenticate(UpstreamRequest request) {
        return authenticated(request, Optional.empty());
    }

    private UpstreamRequest authenticated(UpstreamRequest request, Optional<Key> key) {
        return request.withHeader("Authorization", "Bearer " + slot(key).value());
    }

    private Slot slot(Optional<Key> key) {
        String name = key.map(Key::name).orElse("");
        Slot slot = slots.get(name);
        if (slot == null || !slot.key.equals(key)) {
            slots.values().removeIf(Slot::over);
            slot = slots.compute(name, (_, kept) -> kept != null && kept.key.equals(key) ? kept : new Slot(key));
        }
        return slot;
    }

    /** The token of one key. */
    private final class Slot {
        private final Optional<Key> key;
        private Token last = NONE;
        private CompletableFuture<Token> fetched = CompletableFuture.completedFuture(NONE);
        private Instant dueAt = Instant.MIN;

        Slot(Optional<Key> key) {
            this.key = key;
        }

        String value() {
            return await(current()).value();
        }

        synchronized boolean over() {
            return fetched.isDone() && !isUsable(clock.instant());
        }

        private synchronized CompletableFuture<Token> current() {
            Instant now = clock.instant();
            if (fetched.isDone() && !now.isBefore(dueAt)) {
                CompletableFuture<Token> outcome = new CompletableFuture<>();
                fetched = outcome;
                executor.execute(() -> fetch(outcome));
            }
            return isUsable(now) ? CompletableFuture.completedFuture(last) : fetched;
        }

        private boolean isUsable(Instant now) {
            return now.isBefore(last.expiresAt());
        }

        private void fetch(CompletableFuture<Token> outcome) {
            try {
                Token token = source.fetch(key);
                succeeded(token);
                outcome.complete(token);
            } catch (Exception | LinkageError e) {
                GatewayException failure = failure(e);
                failed(failure);
                outcome.completeExceptionally(failure);
            }
        }

        private synchronized void succeeded(Token token) {
            last = token;
            Instant rested = clock.instant().plus(REST);
            Instant ahead = token.expiresAt().minus(AHEAD);
            dueAt = earlier(token.expiresAt(), ahead.isBefore(rested) ? rested : ahead);
        }

        private synchronized void failed(GatewayException failure) {
            Instant now = clock.instant();
            dueAt = isUsable(now) ? earlier(last.expiresAt(), now.plus(REST)) : now.plus(SHORT_REST);
            LOG.warn("no access token for {}: {}", key.map(Key::toString).orElse("requests without a key"),
                    failure.getMessage());
        }
    }

    private static Token await(CompletableFuture<Token> token) {
        try {
            return token.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException(ErrorKind.CANCELLED, "The request was interrupted.", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** What is told of a failure: what somebody here has said of it, never the words of a library. */
    private static GatewayException failure(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(GatewayException.class::isInstance).map(GatewayException.class::cast).findFirst()
                .orElseGet(() -> new GatewayException(ErrorKind.UPSTREAM,
                        "No access token could be got (" + thrown.getClass().getSimpleName() + ").", thrown));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
