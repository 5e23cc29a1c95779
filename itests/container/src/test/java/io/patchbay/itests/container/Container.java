package io.patchbay.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The distribution's bundles in a framework that is set up as the launcher does it; all of them are part of the platform. */
final class Container {
    private Container() {}

    /** Everything that is in the product, on free ports and with a home of its own. */
    static Option options() {
        try {
            Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "home");
            return composite(junitBundles(), composite(properties(home)), packages(),
                    workingDirectory(home.resolve("exam").toString()), bundles("system", 1),
                    bundles("dialects", 2), bundles("providers", 2), bundles("plugins", 2), bundles("bundles", 3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Option[] properties(Path home) {
        return Map.of("patchbay.home", home.toString(),
                "patchbay.port", "0",
                "patchbay.managementPort", "0",
                "felix.service.urlhandlers", "false",
                "org.osgi.framework.bsnversion", "multiple",
                "felix.cm.pm", "memory",
                "felix.cm.config.plugins", "org.apache.felix.configadmin.plugin.interpolation",
                "org.apache.felix.http.require.config", "true",
                "felix.webconsole.security.providers", "patchbay")
                .entrySet().stream()
                .map(property -> frameworkProperty(property.getKey()).value(property.getValue()))
                .toArray(Option[]::new);
    }

    /** What the launcher gives to bundles, and what only the tests use. */
    private static Option packages() {
        return systemPackages("org.slf4j;version=2.0.18", "org.slf4j.event;version=2.0.18",
                "org.slf4j.helpers;version=2.0.18", "org.slf4j.spi;version=2.0.18", "org.slf4j;version=1.7.36",
                "org.slf4j.event;version=1.7.36", "org.slf4j.helpers;version=1.7.36", "org.slf4j.spi;version=1.7.36",
                "org.osgi.service.log;version=1.5.0", "org.osgi.service.component;version=1.5.1",
                "org.osgi.service.component.runtime;version=1.5.0",
                "org.osgi.service.component.runtime.dto;version=1.5.0", "org.osgi.util.promise;version=1.3.0",
                "org.osgi.util.function;version=1.2.0", "org.assertj.core.api", "org.awaitility",
                "org.awaitility.core");
    }

    private static Option bundles(String folder, int startLevel) {
        Path directory = Path.of(System.getProperty("patchbay.distribution"), folder);
        try (Stream<Path> files = Files.list(directory)) {
            return composite(files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(jar -> bundle("reference:" + jar.toUri()).startLevel(startLevel))
                    .toArray(Option[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException("no distribution: mvn package makes it", e);
        }
    }
}
