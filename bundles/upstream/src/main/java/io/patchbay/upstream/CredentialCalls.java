package io.patchbay.upstream;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * How a vendor's library of credentials calls out: with a provider's own connection settings, in small requests whose
 * answers are read whole.
 *
 * <p>An http address is that of a metadata service on this machine or beside it: it is called directly, whatever the proxy.
 * Immutable.
 */
public final class CredentialCalls {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_RESPONSE_BYTES = 1 << 20;
    /** What libraries set although it is the transport's. */
    private static final Set<String> TRANSPORT =
            Set.of("host", "connection", "content-length", "accept-encoding", "transfer-encoding", "expect");

    private final Upstream upstream;
    private final ConnectionSettings connection;
    private final ConnectionSettings direct;

    /**
     * Calls over connections with these settings.
     *
     * @param upstream the client to call out with
     * @param connection how connections to a host elsewhere are made
     */
    public CredentialCalls(Upstream upstream, ConnectionSettings connection) {
        this.upstream = upstream;
        this.connection = connection;
        direct = connection.toBuilder().proxy("none").http2(false).build();
    }

    /**
     * An answer.
     *
     * @param status its status
     * @param headers its headers
     * @param body its body; empty where it has none
     */
    public record Reply(int status, Headers headers, Bytes body) {
        @Override
        public String toString() {
            return "Reply[status=" + status + "]";
        }
    }

    /**
     * Sends a request and waits for its answer, for ten seconds at most.
     *
     * @param method the HTTP method, upper case
     * @param uri http or https, with a host
     * @param headers its headers; those of the transport are left out
     * @param body its body
     * @param cancellation fires when the answer is no longer wanted
     * @throws io.patchbay.api.error.GatewayException if there is no answer
     */
    public Reply call(String method, URI uri, Headers headers, Bytes body, Cancellation cancellation) {
        UpstreamRequest request = UpstreamRequest.builder(uri)
                .method(method)
                .headers(headers.without(name -> TRANSPORT.contains(name.toLowerCase(Locale.ROOT))))
                .body(body)
                .connection("https".equalsIgnoreCase(uri.getScheme()) ? connection : direct)
                .cancellation(cancellation)
                .timeout(TIMEOUT)
                .maxResponseBytes(MAX_RESPONSE_BYTES)
                .build();
        try (Answer answer = upstream.send(request)) {
            return new Reply(answer.status(), answer.headers(), answer.next().map(Frame::data).orElse(Bytes.EMPTY));
        }
    }
}
