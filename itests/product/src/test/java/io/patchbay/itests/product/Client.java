package io.patchbay.itests.product;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client over HTTP/1.1 that keeps its connections alive. */
final class Client {
    static final String CHAT = "/v1/chat/completions";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    /** Less than what the gateway gives a provider unless told otherwise: what hangs is still there when a test fails. */
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private final String url;

    Client(String url) {
        this.url = url;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET(), BodyHandlers.ofString());
    }

    /** Sends JSON. */
    HttpResponse<String> post(String path, String json, String... headers) {
        return send(
                request(path, headers).header("content-type", "application/json").POST(BodyPublishers.ofString(json)),
                BodyHandlers.ofString());
    }

    /** Asks a model something, unstreamed. */
    HttpResponse<String> chat(String model, String... headers) {
        return post(CHAT, body(model, false), headers);
    }

    /** Asks a model something, and lets the caller read the stream. */
    HttpResponse<InputStream> stream(String model, String... headers) {
        return send(request(CHAT, headers).header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body(model, true))), BodyHandlers.ofInputStream());
    }

    /** Sends any request. */
    <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A request that is to be completed with its method. */
    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT);
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** A small chat request. */
    static String body(String model, boolean stream) {
        return """
                {"model":"%s","stream":%s,"messages":[{"role":"user","content":"Say hello."}]}""".formatted(model,
                stream);
    }
}
