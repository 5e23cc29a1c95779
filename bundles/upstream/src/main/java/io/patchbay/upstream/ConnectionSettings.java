package io.patchbay.upstream;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How connections to an upstream are made and how many there may be.
 *
 * <p>Immutable. Requests share connections exactly if their settings are equal.
 */
public final class ConnectionSettings {
    /** What holds where nothing is configured. */
    public static final ConnectionSettings DEFAULT = builder().build();

    private final Duration connectTimeout;
    private final int maxConnections;
    private final int maxWaiting;
    private final Duration maxAge;
    private final String proxy;
    private final String trustFile;
    private final boolean http2;
    private final int hash;

    private ConnectionSettings(Builder builder) {
        connectTimeout = builder.connectTimeout;
        maxConnections = builder.maxConnections;
        maxWaiting = builder.maxWaiting;
        maxAge = builder.maxAge;
        proxy = builder.proxy;
        trustFile = builder.trustFile;
        http2 = builder.http2;
        hash = Objects.hash(connectTimeout, maxConnections, maxWaiting, maxAge, proxy, trustFile, http2);
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** How long resolving the host's name, and then connecting to it, may take; 5 s by default. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** The most connections to one origin; 10,000 by default. */
    public int maxConnections() {
        return maxConnections;
    }

    /** The most requests that wait for a connection to one origin; 1,000 by default. */
    public int maxWaiting() {
        return maxWaiting;
    }

    /**
     * How long a connection is used before it is made anew, and the host's name resolved again; 10 min by default. A
     * request that is under way is not disturbed.
     */
    public Duration maxAge() {
        return maxAge;
    }

    /**
     * The HTTP proxy, with user and password where it wants them.
     *
     * @return the proxy's address; empty for none, or where the environment decides
     */
    public Optional<URI> proxy() {
        return proxy.contains("://") ? Optional.of(URI.create(proxy)) : Optional.empty();
    }

    /**
     * Whether the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} of the environment, upper or
     * lower case, say which proxy is used; so by default.
     */
    public boolean proxyOfEnvironment() {
        return proxy.isEmpty();
    }

    /** A file with the certificates, in PEM, that are trusted in place of the system's; empty for the system's. */
    public Optional<Path> trustFile() {
        return trustFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(trustFile));
    }

    /** Whether HTTP/2 is spoken: offered to https upstreams, taken for granted with http ones; false by default. */
    public boolean http2() {
        return http2;
    }

    /** A builder that starts from these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.connectTimeout = connectTimeout;
        builder.maxConnections = maxConnections;
        builder.maxWaiting = maxWaiting;
        builder.maxAge = maxAge;
        builder.proxy = proxy;
        builder.trustFile = trustFile;
        builder.http2 = http2;
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectionSettings that
                && hash == that.hash
                && connectTimeout.equals(that.connectTimeout)
                && maxConnections == that.maxConnections
                && maxWaiting == that.maxWaiting
                && maxAge.equals(that.maxAge)
                && proxy.equals(that.proxy)
                && trustFile.equals(that.trustFile)
                && http2 == that.http2;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Builds {@link ConnectionSettings}. Not safe for use by many threads. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(5);
        private int maxConnections = 10_000;
        private int maxWaiting = 1_000;
        private Duration maxAge = Duration.ofMinutes(10);
        private String proxy = "";
        private String trustFile = "";
        private boolean http2;

        private Builder() {}

        /** How long resolving the host's name, and then connecting to it, may take. */
        public Builder connectTimeout(Duration limit) {
            connectTimeout = limit;
            return this;
        }

        /** The most connections to one origin. */
        public Builder maxConnections(int most) {
            maxConnections = most;
            return this;
        }

        /** The most requests that wait for a connection to one origin. */
        public Builder maxWaiting(int most) {
            maxWaiting = most;
            return this;
        }

        /** How long a connection is used before it is made anew. */
        public Builder maxAge(Duration age) {
            maxAge = age;
            return this;
        }

        /**
         * The HTTP proxy.
         *
         * @param text {@code http://host:port}, with {@code user:password@} before the host where the proxy wants them;
         *        {@code none} for no proxy, empty for what the environment says
         * @throws IllegalArgumentException for any other text
         */
        public Builder proxy(String text) {
            boolean address = text.startsWith("http://") || text.startsWith("https://");
            if (!text.isEmpty() && !text.equals("none") && !(address && URI.create(text).getHost() != null)) {
                throw new IllegalArgumentException("a proxy is http://host:port, none, or empty");
            }
            proxy = text;
            return this;
        }

        /** A file with the certificates, in PEM, that are trusted in place of the system's; empty for the system's. */
        public Builder trustFile(String path) {
            trustFile = path;
            return this;
        }

        /** Whether HTTP/2 is spoken. */
        public Builder http2(boolean spoken) {
            http2 = spoken;
            return this;
        }

        /** The settings. */
        public ConnectionSettings build() {
            return new ConnectionSettings(this);
        }
    }
}
