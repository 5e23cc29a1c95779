package io.patchbay.provider.azure.internal;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.upstream.CredentialCalls;
import io.patchbay.upstream.CredentialCalls.Reply;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets Microsoft's library call out as the provider itself does.
 *
 * @param calls how calls are made
 */
record UpstreamHttpClient(CredentialCalls calls) implements IHttpClient {
    /** An answer, as the library wants it. */
    private record Response(int statusCode, Map<String, List<String>> headers, String body) implements IHttpResponse {}

    @Override
    public IHttpResponse send(HttpRequest request) throws URISyntaxException {
        Headers.Builder headers = Headers.builder();
        request.headers().forEach(headers::add);
        Bytes body = Optional.ofNullable(request.body()).map(Bytes::utf8).orElse(Bytes.EMPTY);
        Reply reply = calls.call(request.httpMethod().name(), request.url().toURI(), headers.build(), body,
                new Cancellation());
        Map<String, List<String>> answered = new HashMap<>();
        reply.headers().forEach((name, value) -> answered.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        return new Response(reply.status(), answered, reply.body().utf8());
    }
}
