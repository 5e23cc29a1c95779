package io.patchbay.itests.product;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Jar;
import io.patchbay.api.filter.Filter;
import io.patchbay.itests.product.stamp.Stamp;
import io.patchbay.itests.product.stamp.broken.BrokenStamp;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.Attributes;

/** Jars that a test deploys: versions of packaged bundles, bundles of its own, and broken ones. */
public final class BundleJars {
    private final Path directory;

    /** What makes a copy another one. */
    @FunctionalInterface
    private interface Change {
        void make(Jar copy) throws Exception;
    }

    /** Jars that are written into a directory. */
    public BundleJars(Path directory) {
        this.directory = directory;
    }

    /** A bundle as it is packaged. */
    static Path packaged(String symbolicName) {
        return Distribution.bundles().stream()
                .filter(jar -> jar.getFileName().toString().equals(symbolicName + ".jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not packaged: " + symbolicName));
    }

    /** A bundle as it is packaged, in another version. */
    public Path version(String symbolicName, String version) {
        return version(packaged(symbolicName), version);
    }

    /** A bundle in another version. */
    Path version(Path jar, String version) {
        return write(jar, version, _ -> {});
    }

    /** {@link Stamp} as a bundle, built against the API. */
    Path stamp() {
        return stamp(Stamp.class, "1.0.0");
    }

    /** A version of {@link #stamp()} whose component throws when it is activated. */
    Path throwing(String version) {
        return stamp(BrokenStamp.class, version);
    }

    /** A version of a bundle that needs a package that nobody has. */
    Path unresolvable(Path jar, String version) {
        return write(jar, version, copy -> {
            Attributes headers = copy.getManifest().getMainAttributes();
            headers.putValue(Constants.IMPORT_PACKAGE,
                    headers.getValue(Constants.IMPORT_PACKAGE) + ",com.example.nowhere;version=\"[1,2)\"");
        });
    }

    /** A bundle in another version, with other headers, and without its files whose names end so. */
    Path rewritten(Path jar, String version, Consumer<Attributes> headers, String... withoutFiles) {
        return write(jar, version, copy -> {
            headers.accept(copy.getManifest().getMainAttributes());
            List.copyOf(copy.getResources().keySet()).stream()
                    .filter(name -> Arrays.stream(withoutFiles).anyMatch(name::endsWith)).forEach(copy::remove);
        });
    }

    /** The first half of a jar. */
    Path corrupt(Path jar) {
        try {
            byte[] bytes = Files.readAllBytes(jar);
            return Files.write(file(jar, "corrupt"), Arrays.copyOf(bytes, bytes.length / 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path stamp(Class<?> component, String version) {
        try (Builder builder = new Builder()) {
            builder.setClasspath(new File[]{classes(component), classes(Filter.class)});
            builder.setBundleSymbolicName(Stamp.NAME);
            builder.setBundleVersion(version);
            builder.setProperty(Constants.PRIVATEPACKAGE, component.getPackageName());
            builder.setProperty(Constants.IMPORT_PACKAGE, "!org.jspecify.annotations, *");
            builder.setProperty(Constants.NOIMPORTJAVA, "true");
            Jar jar = builder.build();
            if (!builder.isOk()) {
                throw new AssertionError(builder.getErrors() + " " + builder.getWarnings());
            }
            Path file = directory.resolve(component.getSimpleName() + "-" + version + ".jar");
            jar.write(file.toFile());
            return file;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path write(Path jar, String version, Change change) {
        try (Jar copy = new Jar(jar.toFile())) {
            copy.getManifest().getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            change.make(copy);
            Path file = file(jar, version);
            copy.write(file.toFile());
            return file;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static File classes(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private Path file(Path jar, String version) {
        return directory.resolve(jar.getFileName().toString().replace(".jar", "-" + version + ".jar"));
    }
}
