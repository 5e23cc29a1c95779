package io.patchbay.itests.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The packaged product's directory. */
final class Distribution {
    private Distribution() {}

    /** The directory that the build made. */
    static Path root() {
        Path root = Path.of(System.getProperty("patchbay.distribution"));
        if (!Files.isRegularFile(root.resolve("bin/patchbay"))) {
            throw new AssertionError("no distribution in " + root + ": mvn package makes it");
        }
        return root;
    }

    /** The jars of Patchbay's own bundles. */
    static List<Path> bundles() {
        return Stream.of("bundles", "dialects", "providers", "plugins").flatMap(folder -> jars(root().resolve(folder)))
                .toList();
    }

    /** A copy that a test may change, without the caches of the original. */
    static Path copy(String name) {
        Path source = root();
        Path copy = Path.of("target", name).toAbsolutePath();
        if (Files.exists(copy)) {
            GatewayProcess.delete(copy);
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(each -> !each.startsWith(source.resolve("cache"))).toList()) {
                Files.copy(file, copy.resolve(source.relativize(file).toString()));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
