package io.patchbay.upstream;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request to an upstream, as {@link Upstream} sends it. Immutable but for its cancellation. */
public final class UpstreamRequest {
    private final URI uri;
    private final String method;
    private final Headers headers;
    private final Bytes body;
    private final ConnectionSettings connection;
    private final Cancellation cancellation;
    private final Duration longestSilence;
    private final @Nullable Duration timeout;
    private final int maxResponseBytes;
    private final int maxEventBytes;

    private UpstreamRequest(Builder builder) {
        uri = builder.uri;
        method = builder.method;
        headers = builder.headers;
        body = builder.body;
        connection = builder.connection;
        cancellation = builder.cancellation;
        longestSilence = builder.longestSilence;
        timeout = builder.timeout;
        maxResponseBytes = builder.maxResponseBytes;
        maxEventBytes = builder.maxEventBytes;
    }

    /** A builder of a GET without headers and body, over connections with default settings. */
    public static Builder builder(URI uri) {
        return new Builder(uri);
    }

    /** Where it goes: http or https, with a host. */
    public URI uri() {
        return uri;
    }

    /** The HTTP method, upper case. */
    public String method() {
        return method;
    }

    /** The headers, but for {@code host} and {@code content-length}; nothing else is added to them. */
    public Headers headers() {
        return headers;
    }

    /** The body; empty where there is none. */
    public Bytes body() {
        return body;
    }

    /** How connections are made. */
    public ConnectionSettings connection() {
        return connection;
    }

    /** Fires when the answer is no longer wanted. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** How long the upstream may send nothing at all; 120 s by default, and never less. */
    public Duration longestSilence() {
        return longestSilence;
    }

    /** How long the whole may take; empty for no limit. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The most bytes of an answer that is one frame; 64 MiB by default. */
    public int maxResponseBytes() {
        return maxResponseBytes;
    }

    /** The most bytes of one event of a stream; 16 MiB by default. */
    public int maxEventBytes() {
        return maxEventBytes;
    }

    /** A builder that starts from this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(uri);
        builder.method = method;
        builder.headers = headers;
        builder.body = body;
        builder.connection = connection;
        builder.cancellation = cancellation;
        builder.longestSilence = longestSilence;
        builder.timeout = timeout;
        builder.maxResponseBytes = maxResponseBytes;
        builder.maxEventBytes = maxEventBytes;
        return builder;
    }

    /** The same request with one more header. */
    public UpstreamRequest withHeader(String name, String value) {
        return toBuilder().headers(headers.with(name, value)).build();
    }

    /** Method and address, without the query, which may hold a secret. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath();
    }

    /** Builds an {@link UpstreamRequest}. Not safe for use by many threads. */
    public static final class Builder {
        private final URI uri;
        private String method = "GET";
        private Headers headers = Headers.EMPTY;
        private Bytes body = Bytes.EMPTY;
        private ConnectionSettings connection = ConnectionSettings.DEFAULT;
        private Cancellation cancellation = new Cancellation();
        private Duration longestSilence = Duration.ofMinutes(2);
        private @Nullable Duration timeout;
        private int maxResponseBytes = 64 << 20;
        private int maxEventBytes = 16 << 20;

        private Builder(URI uri) {
            this.uri = uri;
        }

        /** The HTTP method; GET unless said. */
        public Builder method(String upperCase) {
            method = upperCase;
            return this;
        }

        /** The headers. */
        public Builder headers(Headers all) {
            headers = all;
            return this;
        }

        /** The body. */
        public Builder body(Bytes bytes) {
            body = bytes;
            return this;
        }

        /** How connections are made. */
        public Builder connection(ConnectionSettings settings) {
            connection = settings;
            return this;
        }

        /** What fires when the answer is no longer wanted. */
        public Builder cancellation(Cancellation own) {
            cancellation = own;
            return this;
        }

        /** How long the upstream may send nothing at all. */
        public Builder longestSilence(Duration limit) {
            longestSilence = limit;
            return this;
        }

        /** How long the whole may take. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        /** The most bytes of an answer that is one frame. */
        public Builder maxResponseBytes(int most) {
            maxResponseBytes = most;
            return this;
        }

        /** The most bytes of one event of a stream. */
        public Builder maxEventBytes(int most) {
            maxEventBytes = most;
            return this;
        }

        /** The request. */
        public UpstreamRequest build() {
            return new UpstreamRequest(this);
        }
    }
}
