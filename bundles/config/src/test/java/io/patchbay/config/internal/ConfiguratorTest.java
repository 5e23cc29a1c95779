package io.patchbay.config.internal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

class ConfiguratorTest {
    @TempDir
    Path directory;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Path document;

    @BeforeEach
    void nameDocument() {
        document = directory.resolve("patchbay.yaml");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aDocumentIsAppliedAndThenFollowed() throws Exception {
        Files.writeString(document, """
                io.patchbay.ingress: { port: 1 }
                io.patchbay.key~a: { provider: main, models: [x] }
                """);
        Platform platform = start(Map.of("patchbay.config", document.toString()));
        platform.configurationAdmin().getConfiguration("org.example.other", "?")
                .update(FrameworkUtil.asDictionary(Map.of("a", 1)));
        Configuration unchanged = platform.configurationAdmin().getFactoryConfiguration("io.patchbay.key", "a", "?");
        long count = unchanged.getChangeCount();
        assertThat(signals(platform)).containsExactly("ready");
        assertThat(pids(platform)).containsExactlyInAnyOrder("io.patchbay.ingress", "io.patchbay.key~a",
                "org.example.other");

        Path next = directory.resolve("next");
        Files.writeString(next, """
                io.patchbay.key~a: { provider: main, models: [x] }
                io.patchbay.key~b: { provider: main }
                """);
        Files.move(next, document, ATOMIC_MOVE);

        await().untilAsserted(
                () -> assertThat(pids(platform)).containsExactlyInAnyOrder("io.patchbay.key~a", "io.patchbay.key~b",
                        "org.example.other"));
        assertThat(unchanged.getChangeCount()).isEqualTo(count);
    }

    @Test
    void aBadChangeLeavesWhatWasThere() throws Exception {
        Files.writeString(document, "io.patchbay.ingress: { port: 1 }\n");
        Platform platform = new Platform(directory, Map.of("patchbay.config", document.toString()));
        opened.add(platform::stop);
        configurator(platform);

        Files.writeString(document, "io.patchbay.ingress: { port: 2 }\nio.patchbay.kye~a: {}\n");
        await().untilAsserted(
                () -> assertThat(health(platform)).startsWith("WARN the document has errors, the state of ")
                        .endsWith("is in force: patchbay.yaml:2:1: io.patchbay.kye~a: unknown PID;"
                                + " did you mean io.patchbay.key?"));
        assertThat(port(platform)).isEqualTo(1);

        Files.writeString(document, "");
        await().untilAsserted(() -> assertThat(health(platform)).contains("patchbay.yaml: is empty"));
        assertThat(port(platform)).isEqualTo(1);

        Files.delete(document);
        await().untilAsserted(() -> assertThat(health(platform)).contains("patchbay.yaml: is gone"));
        assertThat(port(platform)).isEqualTo(1);

        Files.writeString(document, "io.patchbay.ingress: { port: 3 }\n");
        await().untilAsserted(() -> assertThat(port(platform)).isEqualTo(3));
        await().untilAsserted(() -> assertThat(health(platform)).startsWith("OK patchbay.yaml is in force since "));
    }

    @Test
    void aBadDocumentFailsTheStartAndAppliesNothing() throws Exception {
        Files.writeString(document, "io.patchbay.ingress: { port: 1 }\nio.patchbay.kye~a: {}\nx: {}\n");
        Platform platform = start(Map.of("patchbay.config", document.toString()));

        assertThat(signals(platform)).containsExactly("failed: patchbay.yaml:2:1: io.patchbay.kye~a: unknown PID;"
                + " did you mean io.patchbay.key? (and 1 more)");
        assertThat(pids(platform)).isEmpty();
    }

    @Test
    void withoutADocumentTheEnvironmentSaysWhichProvidersThereAre() throws Exception {
        Platform platform = new Platform(directory, Map.of());
        opened.add(platform::stop);
        platform.install("path", "io.patchbay.provider;type=path;keyVariable=PATH", InputStream.nullInputStream());
        platform.install("none", "io.patchbay.provider;type=none;keyVariable=PATCHBAY_TEST_NO_SUCH",
                InputStream.nullInputStream());
        start(platform);

        assertThat(pids(platform)).containsExactlyInAnyOrder("io.patchbay.provider.path~path", "io.patchbay.key~path");
        assertThat(platform.configurationAdmin().getFactoryConfiguration("io.patchbay.key", "path", "?").getProperties()
                .get(".value"))
                .isEqualTo("$[env:PATH]");

        platform.install("late", "io.patchbay.provider;type=late;keyVariable=PATH", InputStream.nullInputStream());

        await().untilAsserted(() -> assertThat(pids(platform)).contains("io.patchbay.provider.late~late",
                "io.patchbay.key~late"));
    }

    @Test
    void aBundleThatComesSaysOfWhichTypesItsSettingsAre() throws Exception {
        Files.writeString(document, "io.patchbay.plugin.late: { port: 1 }\n");
        Platform platform = start(Map.of("patchbay.config", document.toString()));
        Configuration late = platform.configurationAdmin().getConfiguration("io.patchbay.plugin.late", "?");
        assertThat(late.getProperties().get("port")).isEqualTo(1L);

        platform.install("unrelated", "", InputStream.nullInputStream());
        platform.install("late", "", new ByteArrayInputStream("""
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
                  <OCD id="late" name="Late"><AD id="port" type="Integer" default="0" max="9"/></OCD>
                  <Designate pid="io.patchbay.plugin.late"><Object ocdref="late"/></Designate>
                </metatype:MetaData>
                """.getBytes(StandardCharsets.UTF_8)));
        await().untilAsserted(() -> assertThat(late.getProperties().get("port")).isEqualTo(1));

        Files.writeString(document, "io.patchbay.plugin.late: { port: 10 }\n");
        await().untilAsserted(() -> assertThat(health(platform)).contains("greater than maximum: 10"));
    }

    @Test
    void readyMeansThatTheProvidersAreServices() throws Exception {
        Files.writeString(document, "io.patchbay.provider.openai~main: {}\n");
        Platform platform = new Platform(directory, Map.of("patchbay.config", document.toString()));
        opened.add(platform::stop);
        configurator(platform);
        assertThat(references(platform)).isEmpty();

        platform.context().registerService(Runnable.class, () -> {},
                FrameworkUtil.asDictionary(Map.of("service.pid", "io.patchbay.provider.openai~main")));

        assertThat(signals(platform)).containsExactly("ready");
    }

    private Platform start(Map<String, String> properties) {
        Platform platform = new Platform(directory, properties);
        opened.add(platform::stop);
        return start(platform);
    }

    private Platform start(Platform platform) {
        configurator(platform);
        return platform;
    }

    private Configurator configurator(Platform platform) {
        Configurator configurator =
                new Configurator(platform.context(), platform.configurationAdmin(), platform.metatype());
        opened.add(configurator::stop);
        return configurator;
    }

    private static List<String> pids(Platform platform) throws Exception {
        Configuration[] all = platform.configurationAdmin().listConfigurations(null);
        return all == null
                ? List.of()
                : List.of(all).stream().map(Configuration::getPid).filter(pid -> !pid.equals(Dispatch.PID)).toList();
    }

    private static Object port(Platform platform) throws Exception {
        return platform.configurationAdmin().getConfiguration("io.patchbay.ingress", "?").getProperties().get("port");
    }

    private static String health(Platform platform) {
        BundleContext context = platform.context();
        Result result = context.getService(context.getServiceReference(HealthCheck.class)).execute();
        StringBuilder text = new StringBuilder(result.getStatus().name());
        result.forEach(entry -> text.append(' ').append(entry.getMessage()));
        return text.toString();
    }

    private static List<ServiceReference<Object>> references(Platform platform) throws Exception {
        BundleContext context = platform.context();
        return List.copyOf(context.getServiceReferences(Object.class, "(patchbay.startup=*)"));
    }

    private static List<String> signals(Platform platform) throws Exception {
        await().until(() -> !references(platform).isEmpty());
        return references(platform).stream()
                .map(reference -> reference.getProperty("patchbay.startup.reason") == null
                        ? String.valueOf(reference.getProperty("patchbay.startup"))
                        : reference.getProperty("patchbay.startup") + ": "
                                + reference.getProperty("patchbay.startup.reason"))
                .toList();
    }
}
