package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API's description tells of every path that a bundle serves, and of none that nobody does. */
class OpenApiIT {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("io.patchbay.provider.mock~any: {}");

    @Test
    void everyServedPathIsDescribed() {
        Set<String> described = paths().stream().map(OpenApiIT::example).collect(Collectors.toSet());
        Set<String> served = served();
        assertThat(served).contains("/api/bundles", "/api/config", "/api/status", "/api/keys", "/metrics",
                "/health/live");
        assertThat(served)
                .allSatisfy(pattern -> assertThat(described).as(pattern).anyMatch(path -> fits(pattern, path)));
    }

    @Test
    void everyDescribedOperationIsServed() {
        JsonNode document = document();
        for (String path : paths()) {
            for (String method : names(document.path("paths").path(path))) {
                if (METHODS.contains(method)) {
                    HttpResponse<String> answer = send(method.toUpperCase(Locale.ROOT), example(path));
                    assertThat(answer.statusCode()).as("%s %s", method, path).isNotIn(405, 500, 501);
                    // What nobody serves is answered by a page of the server's.
                    assertThat(answer.headers().firstValue("content-type").orElse("")).as("%s %s", method, path)
                            .doesNotContain("html");
                }
            }
        }
    }

    @Test
    void itIsAnOpenApiDocumentWithoutLooseEnds() {
        JsonNode document = document();
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(
                reference -> assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
        assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    private static String example(String path) {
        return path.replaceAll("\\{[^}]+}", "0");
    }

    private static boolean fits(String pattern, String path) {
        return pattern.endsWith("/*")
                ? (path + "/").startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }

    private static JsonNode document() {
        return json("/api/openapi.json");
    }

    private static Set<String> paths() {
        return names(document().path("paths"));
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The patterns of all servlets of ours that are registered, as the Web Console lists them. */
    private static Set<String> served() {
        JsonNode services = await().atMost(Duration.ofSeconds(30)).ignoreExceptions()
                .until(() -> json("/system/console/services.json"), all -> all.path("data").size() > 0);
        return services.path("data").valueStream()
                .filter(service -> service.path("types").asText().contains("jakarta.servlet.Servlet"))
                .filter(service -> service.path("bundleSymbolicName").asText().startsWith("io.patchbay."))
                .flatMap(service -> patterns(service.path("id").asText()))
                .collect(Collectors.toSet());
    }

    private static Stream<String> patterns(String service) {
        return json("/system/console/services/" + service + ".json").path("data").path(0).path("props").valueStream()
                .filter(property -> property.path("key").asText().equals("osgi.http.whiteboard.servlet.pattern"))
                .map(property -> property.path("value"))
                .flatMap(value -> value.isArray() ? value.valueStream() : Stream.of(value))
                .flatMap(value -> Stream.of(value.asText().replaceAll("[\\[\\] ]", "").split(",")));
    }

    private static JsonNode json(String path) {
        try {
            return new JsonMapper().readTree(send("GET", path).body());
        } catch (java.io.IOException e) {
            throw new AssertionError(path, e);
        }
    }

    private static HttpResponse<String> send(String method, String path) {
        Client client = new Client(GATEWAY.process().managementUrl());
        return client.send(client.request(path, "authorization", "Bearer " + GATEWAY.process().adminToken())
                .method(method, BodyPublishers.noBody()), BodyHandlers.ofString());
    }
}
