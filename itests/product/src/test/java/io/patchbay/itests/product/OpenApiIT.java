package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API's description tells of every path that a bundle serves, and of none that nobody does. */
class OpenApiIT {
    private static final Pattern PATTERNS =
            Pattern.compile("name=\"osgi.http.whiteboard.servlet.pattern\"[^>]*?(?:value=\"([^\"]+)\"|>([^<]+)<)");

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("io.patchbay.provider.mock~any: {}");

    @Test
    void everyServedPathIsDescribed() throws IOException {
        Set<String> described = paths().stream().map(path -> path.replaceAll("\\{[^}]+}", "x"))
                .collect(Collectors.toSet());
        Set<String> served = served();
        assertThat(served).contains("/api/bundles", "/api/status", "/metrics", "/health/live", "/api/openapi.json");
        assertThat(served)
                .allSatisfy(pattern -> assertThat(described).as(pattern).anyMatch(path -> fits(pattern, path)));
    }

    @Test
    void everyDescribedPathIsServed() throws IOException {
        Set<String> served = served();
        assertThat(paths()).isNotEmpty()
                .allSatisfy(path -> assertThat(served).as(path).anyMatch(pattern -> fits(pattern, path)));
    }

    @Test
    void itIsAnOpenApiDocumentWithoutLooseEnds() throws IOException {
        JsonNode document = document();
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        List<String> references = document.findValuesAsText("$ref");
        assertThat(references).isNotEmpty().allSatisfy(
                reference -> assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
        List<String> operations = document.findValuesAsText("operationId");
        assertThat(operations).doesNotHaveDuplicates();
    }

    private static boolean fits(String pattern, String path) {
        return pattern.endsWith("/*")
                ? (path + "/").startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }

    private static JsonNode document() throws IOException {
        String body = new Client(GATEWAY.process().managementUrl())
                .get("/api/openapi.json", "authorization", "Bearer " + GATEWAY.process().adminToken()).body();
        return new JsonMapper().readTree(body);
    }

    private static Set<String> paths() throws IOException {
        Set<String> paths = new TreeSet<>();
        document().path("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    /** The patterns of the servlets in all bundles, but for the Web Console's. */
    private static Set<String> served() throws IOException {
        Set<String> served = new TreeSet<>();
        for (Path bundle : Distribution.bundles()) {
            try (JarFile jar = new JarFile(bundle.toFile())) {
                for (ZipEntry entry : jar.stream().filter(each -> each.getName().matches("OSGI-INF/[^/]+\\.xml"))
                        .toList()) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        PATTERNS.matcher(new String(content.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                                .results()
                                .flatMap(match -> (match.group(1) == null ? match.group(2) : match.group(1)).lines())
                                .map(String::strip).filter(pattern -> !pattern.isEmpty()).forEach(served::add);
                    }
                }
            }
        }
        return served;
    }
}
