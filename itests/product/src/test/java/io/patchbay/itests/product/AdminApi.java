package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A gateway's admin API. */
public final class AdminApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GatewayProcess gateway;

    AdminApi(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** What the API tells of a bundle. */
    record BundleState(String symbolicName, String version, String state, String reason) {
        boolean is(String name, String otherVersion, String otherState) {
            return symbolicName.equals(name) && version.equals(otherVersion) && state.equals(otherState);
        }
    }

    List<BundleState> bundles() {
        List<BundleState> bundles = new ArrayList<>();
        for (JsonNode bundle : json(send("GET", "/api/bundles", BodyPublishers.noBody()), 200)) {
            bundles.add(new BundleState(
                    bundle.path("symbolicName").asText(),
                    bundle.path("version").asText(),
                    bundle.path("state").asText(),
                    bundle.path("reason").asText()));
        }
        return bundles;
    }

    /** All that there is of a symbolic name: what serves, what drains, what is refused. */
    List<BundleState> bundles(String symbolicName) {
        return bundles().stream().filter(bundle -> bundle.symbolicName().equals(symbolicName)).toList();
    }

    /** Installs or updates a bundle; the answer comes once it serves. */
    public void install(Path jar) {
        HttpResponse<String> answer = post(jar);
        assertThat(answer.statusCode()).as("%s: %s", jar.getFileName(), answer.body()).isIn(200, 201);
    }

    /** Sends a jar, and leaves the answer to the caller. */
    HttpResponse<String> post(Path jar) {
        try {
            return send("POST", "/api/bundles", BodyPublishers.ofFile(jar));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String symbolicName) {
        HttpResponse<String> answer = send("DELETE", "/api/bundles/" + symbolicName, BodyPublishers.noBody());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 204);
    }

    void start(String symbolicName) {
        json(send("POST", "/api/bundles/" + symbolicName + "/start", BodyPublishers.noBody()), 200);
    }

    void stop(String symbolicName) {
        json(send("POST", "/api/bundles/" + symbolicName + "/stop", BodyPublishers.noBody()), 200);
    }

    /** The document. */
    JsonNode document() {
        return json(send("GET", "/api/config", BodyPublishers.noBody()), 200);
    }

    /** Replaces sections of the document; the answer comes once they are live. */
    public void patch(String json) {
        json(tryPatch(json), 200);
    }

    /** Replaces sections of the document, and leaves the answer to the caller. */
    HttpResponse<String> tryPatch(String json) {
        return send("PATCH", "/api/config", BodyPublishers.ofString(json), "content-type", "application/json");
    }

    /** Stores a secret. */
    void secret(String name, String value) {
        HttpResponse<String> answer = send("PUT", "/api/secrets/" + name, BodyPublishers.ofString(value),
                "content-type", "text/plain");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        Optional<String[]> more = Optional.of(headers).filter(all -> all.length > 0);
        Client client = new Client(gateway.managementUrl());
        return client.send(
                client.request(path, more.orElse(new String[]{"accept", "application/json"}))
                        .header("authorization", "Bearer " + gateway.adminToken())
                        .method(method, body),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as("%s: %s", answer.uri(), answer.body()).isEqualTo(status);
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
