package io.patchbay.provider.bedrock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.upstream.CredentialCalls;
import io.patchbay.upstream.CredentialCalls.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Lets AWS's library call out as the provider itself does.
 *
 * @param calls how calls are made
 */
record UpstreamHttpClient(CredentialCalls calls) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Cancellation cancellation = new Cancellation();
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return send(request, cancellation);
            }

            @Override
            public void abort() {
                cancellation.cancel(new GatewayException(ErrorKind.CANCELLED, "AWS's library does not wait any more."));
            }
        };
    }

    @Override
    public void close() {
        // The connections belong to others as well.
    }

    private HttpExecuteResponse send(HttpExecuteRequest request, Cancellation cancellation) throws IOException {
        SdkHttpRequest http = request.httpRequest();
        Headers.Builder headers = Headers.builder();
        http.forEachHeader((name, values) -> values.forEach(value -> headers.add(name, value)));
        Reply reply;
        try {
            reply = calls.call(http.method().name(), http.getUri(), headers.build(), body(request), cancellation);
        } catch (GatewayException e) {
            throw new IOException(e.getMessage(), e);
        }
        SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(reply.status());
        reply.headers().forEach(response::appendHeader);
        return HttpExecuteResponse.builder().response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(reply.body().toArray()))).build();
    }

    private static Bytes body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return Bytes.EMPTY;
        }
        try (InputStream stream = request.contentStreamProvider().get().newStream()) {
            return Bytes.wrap(stream.readAllBytes());
        }
    }
}
