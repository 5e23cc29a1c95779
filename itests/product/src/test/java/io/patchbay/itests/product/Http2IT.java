package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTP/2 on both sides: the gateway is its own upstream. */
class Http2IT {
    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.ingress: { host: "127.0.0.1" }
            io.patchbay.provider.mock~mock: { models: ["mock-1"], reply: "Hello." }
            """);

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    /** The JDK's client comes to HTTP/2 by an upgrade, which a request with a body cannot ask for. */
    @BeforeAll
    static void upgrade() throws Exception {
        assertThat(send(request("/v1/no-such-path")).statusCode()).isEqualTo(404);
    }

    @AfterAll
    static void close() {
        HTTP.close();
    }

    @Test
    void aClientIsAnswered() throws Exception {
        assertThat(chat("mock/mock-1").body()).contains("Hello.");
    }

    @Test
    void anUpstreamIsAsked() throws Exception {
        new AdminApi(GATEWAY.process()).patch("""
                {"io.patchbay.provider.openai~again": {"baseUrl": "%s/v1", "http2": true, "models": ["mock/mock-1"]}}"""
                .formatted(GATEWAY.url()));

        HttpResponse<String> answer = chat("again/mock/mock-1");

        assertThat(answer.body()).contains("Hello.");
        assertThat(answer.headers().allValues("x-patchbay-provider")).contains("again");
    }

    private static HttpResponse<String> chat(String model) throws Exception {
        return send(request(Client.CHAT).header("content-type", "application/json")
                .POST(BodyPublishers.ofString(Client.body(model, false))));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return response;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(GATEWAY.url() + path));
    }
}
