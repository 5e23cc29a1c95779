package io.patchbay.cli;

import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The admin API of one gateway. {@link HttpURLConnection} is ready in a seventh of the time that {@link HttpClient} takes,
 * but knows no PATCH: only that goes by the latter.
 */
final class AdminApi {
    static final String JSON = "application/json";
    static final String YAML = "application/yaml";
    static final String JAR = "application/java-archive";

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    /** The new version of a bundle is given ten seconds; the rest is for a machine that is busy. */
    private static final int ANSWER_TIMEOUT_MS = 120_000;

    private final Access access;

    AdminApi(Access access) {
        this.access = access;
    }

    /** What is sent, and of which type. */
    static final class Content {
        private final String type;
        private final byte[] bytes;

        Content(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        static Content json(Object value) {
            return new Content(JSON, Json.write(value).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A part of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Answer get(String path) {
        return send("GET", path, null, null);
    }

    Answer send(String method, String path, @Nullable Content content) {
        return send(method, path, content, null);
    }

    /**
     * Calls the API.
     *
     * @param etag the version that a change is meant for; null for whatever there is
     * @throws Refusal for an answer other than success
     * @throws Exit if there is no answer
     */
    Answer send(String method, String path, @Nullable Content content, @Nullable String etag) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + access.token());
        headers.put("Accept", JSON + ", */*;q=0.5");
        headers.put("User-Agent", "patchbay-cli");
        headers.put("X-Patchbay-Origin", "cli");
        if (content != null) {
            headers.put("Content-Type", content.type);
        }
        if (etag != null) {
            headers.put("If-Match", etag);
        }
        URI uri = URI.create(access.url() + path);
        byte[] bytes = content == null ? new byte[0] : content.bytes;
        Answer answer;
        try {
            answer = method.equals("PATCH") ? patch(uri, headers, bytes) : call(method, uri, headers, bytes);
        } catch (SocketTimeoutException | java.net.http.HttpTimeoutException e) {
            throw new Exit(Exit.TRY_LATER, "the gateway does not answer in time at " + access.url());
        } catch (IOException e) {
            throw new Exit(Exit.UNAVAILABLE, "the gateway does not answer at " + access.url() + ": " + reason(e));
        }
        if (answer.status() / 100 != 2) {
            throw Refusal.of(answer);
        }
        return answer;
    }

    private static Answer call(String method, URI uri, Map<String, String> headers, byte[] bytes) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
        connection.setReadTimeout(ANSWER_TIMEOUT_MS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        if (!method.equals("GET") && !method.equals("DELETE")) {
            connection.setDoOutput(true);
            // Without it a failed POST is sent again by itself.
            connection.setFixedLengthStreamingMode(bytes.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(bytes);
            }
        }
        int status = connection.getResponseCode();
        try (InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            return new Answer(status, body == null ? new byte[0] : body.readAllBytes(),
                    connection.getHeaderField("ETag"));
        }
    }

    private static Answer patch(URI uri, Map<String, String> headers, byte[] bytes) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(ANSWER_TIMEOUT_MS))
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::setHeader);
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(CONNECT_TIMEOUT_MS)).build()) {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body(), answer.headers().firstValue("ETag").orElse(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
