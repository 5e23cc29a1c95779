package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** The admin API of a gateway on this machine, as far as the benchmark changes what it measures. */
record AdminPlane(int port, String token) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Installs a bundle, or updates it by its symbolic name; throws with the gateway's words if that is refused. */
    void install(Path jar) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/bundles"))
                .timeout(LIMIT)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofFile(jar))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                String words = answer.body().lines().findFirst().orElse("");
                throw new IOException("status %d: %s".formatted(answer.statusCode(), words));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
