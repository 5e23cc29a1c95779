package io.patchbay.provider.vertex.internal;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.upstream.CredentialCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;

/** Lets Google's library call out as the provider itself does. */
final class UpstreamTransport extends HttpTransport {
    private final CredentialCalls calls;

    UpstreamTransport(CredentialCalls calls) {
        this.calls = calls;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Request(method, URI.create(url));
    }

    private final class Request extends LowLevelHttpRequest {
        private final String method;
        private final URI uri;
        private final Headers.Builder headers = Headers.builder();

        Request(String method, URI uri) {
            this.method = method;
            this.uri = uri;
        }

        @Override
        public void addHeader(String name, String value) {
            headers.add(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (getStreamingContent() != null) {
                headers.add("Content-Type", getContentType());
                getStreamingContent().writeTo(body);
            }
            try {
                return new Response(calls.call(method, uri, headers.build(), Bytes.wrap(body.toByteArray()),
                        new Cancellation()));
            } catch (GatewayException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
