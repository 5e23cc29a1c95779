package io.patchbay.api.cache;

import io.patchbay.api.exchange.Exchange;
import java.util.Objects;

/**
 * Which request an answer answers.
 *
 * <p>Two keys are equal if a client could not tell the answers apart: same caller, dialect, operation and bytes.
 * Immutable.
 */
public final class CacheKey {
    private final String digest;
    private final Exchange exchange;

    private CacheKey(String digest, Exchange exchange) {
        this.digest = Objects.requireNonNull(digest, "digest");
        this.exchange = Objects.requireNonNull(exchange, "exchange");
    }

    /**
     * A key.
     *
     * @param digest a fingerprint of all that makes the answer, lower-case hexadecimal
     * @param exchange the exchange
     */
    public static CacheKey of(String digest, Exchange exchange) {
        return new CacheKey(digest, exchange);
    }

    /** A fingerprint of all that makes the answer, lower-case hexadecimal, fit for a file name. */
    public String digest() {
        return digest;
    }

    /** The exchange, for a cache that looks at what is asked. */
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return digest;
    }
}
