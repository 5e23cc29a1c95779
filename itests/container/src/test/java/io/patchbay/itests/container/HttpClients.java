package io.patchbay.itests.container;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.osgi.framework.ServiceReference;

/** Clients of the data plane. */
final class HttpClients {
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI chat;

    HttpClients() {
        ServiceReference<Object> ready = await().until(
                () -> Platform.references(Object.class, "(&(patchbay.startup=ready)(patchbay.port>=1))").stream()
                        .findFirst().orElse(null),
                reference -> reference != null);
        chat = URI.create("http://127.0.0.1:" + ready.getProperty("patchbay.port") + "/v1/chat/completions");
    }

    /** A whole answer, or a whole stream. */
    HttpResponse<String> ask(String model, boolean stream, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(chat).timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"Which way?"}]}"""
                        .formatted(model, stream)));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
