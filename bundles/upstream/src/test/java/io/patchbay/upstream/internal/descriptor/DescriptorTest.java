package io.patchbay.upstream.internal.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.upstream.UpstreamRequest;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DescriptorTest {
    private static final Path OURS = Path.of("../../provider-bundles");
    private static final Path FILE = Path.of("src/main/resources/OSGI-INF/patchbay/provider.json");

    @TempDir
    private Path directory;

    @Test
    void readsEveryField() throws Exception {
        Descriptor descriptor = read("""
                {"title": "Acme", "docs": "https://docs.acme.example", "baseUrl": "https://api.acme.example/v1",
                 "dialects": ["openai-chat"], "models": ["acme-*", "a"], "modelsPath": "/list",
                 "surfaces": ["images"], "prefill": ["acme-2"],
                 "prefillMember": "prefix", "prefillPath": "/beta", "prefillRepeated": true,
                 "headers": ["x-version: 1"], "authentication": {"header": "x-key", "prefix": "Key "}}""");

        assertThat(descriptor.title()).isEqualTo("Acme");
        assertThat(descriptor.docs()).isEqualTo("https://docs.acme.example");
        assertThat(descriptor.defaults())
                .containsOnlyKeys("baseUrl", "dialects", "surfaces", "models", "prefill", "prefillMember",
                        "prefillPath",
                        "prefillRepeated", "modelsPath", "headers")
                .containsEntry("prefillMember", "prefix").containsEntry("prefillPath", "/beta")
                .containsEntry("prefillRepeated", true)
                .containsEntry("surfaces", new String[]{"images"})
                .containsEntry("models", new String[]{"acme-*", "a"}).containsEntry("modelsPath", "/list");
        assertThat(authenticated(descriptor)).isEqualTo(Headers.of("x-key", "Key k"));
    }

    @Test
    void knowsWhatIsUsual() throws Exception {
        Descriptor descriptor = read("{\"title\": \"Acme\", \"dialects\": [\"openai-chat\"]}");

        assertThat(descriptor.defaults()).containsOnlyKeys("dialects");
        assertThat(authenticated(descriptor)).isEqualTo(Headers.of("Authorization", "Bearer k"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"dialects": ["d"]}                                               | title is missing
            {"title": 7, "dialects": ["d"]}                                   | title is not a text
            {"title": "t"}                                                    | dialects is missing
            {"title": "t", "dialects": []}                                    | dialects is missing
            {"title": "t", "dialects": "d"}                                   | dialects is not a list of texts
            {"title": "t", "dialects": ["d", 7]}                              | dialects is not a list of texts
            {"title": "t", "dialects": ["d"], "baseUrl": "nowhere"}           | baseUrl is http://host
            {"title": "t", "dialects": ["d"], "prefillRepeated": "yes"}       | prefillRepeated is not true or false
            {"title": "t", "dialects": ["d"], "baseURL": "https://a.example"} | baseURL is unknown; known are authentication, baseUrl
            {"title": "t", "dialects": ["d"], "authentication": "x-key"}      | authentication is an object
            {"title": "t", "dialects": ["d"], "authentication": {"header":7}} | authentication is an object
            {"title": "t", "title": "u", "dialects": ["d"]}                   | line 1: Duplicate
            {"title": "t",                                                    | line 1: Unexpected end-of-input
            []                                                                | the descriptor is not an object
            """)
    void saysWhatIsWrong(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(json)).withMessageStartingWith(message);
    }

    @ParameterizedTest
    @MethodSource
    void oursAreRight(Path module) throws Exception {
        Descriptor descriptor = Descriptor.read(module.resolve(FILE).toUri().toURL());
        Properties bnd = new Properties();
        try (Reader reader = Files.newBufferedReader(module.resolve("bnd.bnd"))) {
            bnd.load(reader);
        }

        assertThat(descriptor.docs()).startsWith("https://");
        assertThat(bnd.getProperty("type")).isEqualTo(module.getFileName().toString());
        if (!descriptor.defaults().containsKey("baseUrl")) {
            assertThat(bnd).as("a key in the environment makes a provider, which then needs to be somewhere")
                    .doesNotContainKey("keyVariable");
        }
    }

    static List<Path> oursAreRight() throws IOException {
        try (Stream<Path> modules = Files.list(OURS)) {
            return modules.filter(module -> Files.exists(module.resolve(FILE))).sorted().toList();
        }
    }

    private Descriptor read(String json) throws IOException {
        return Descriptor.read(Files.writeString(directory.resolve("provider.json"), json).toUri().toURL());
    }

    private static Headers authenticated(Descriptor descriptor) {
        return descriptor.authentication().authenticate(UpstreamRequest.builder(URI.create("http://h")).build(),
                Key.of("n", Map.of("value", "k"))).headers();
    }
}
