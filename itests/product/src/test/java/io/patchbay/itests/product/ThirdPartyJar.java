package io.patchbay.itests.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Domain;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * The bundle of a third party, as the build of its own project left it.
 *
 * @param project the project's directory
 */
record ThirdPartyJar(Path project) {
    /** A change of a bundle. */
    interface Change {
        void apply(Bundle bundle) throws Exception;
    }

    /** The bundle that this build made. */
    static ThirdPartyJar built() {
        ThirdPartyJar built = new ThirdPartyJar(Path.of(System.getProperty("patchbay.third-party")));
        if (!Files.isRegularFile(built.file())) {
            throw new AssertionError("no " + built.file() + ": mvn verify makes it");
        }
        return built;
    }

    Path file() {
        return project.resolve("target/com.example.acme-1.0.0.jar");
    }

    /** The README that explains it. */
    String readme() {
        try {
            return Files.readString(project.resolve("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another bundle, made of this one. */
    Path derived(String name, Change change) {
        Path target = Path.of("target", name).toAbsolutePath();
        try (Jar jar = new Jar(file().toFile())) {
            change.apply(new Bundle(jar));
            jar.write(target.toFile());
            return target;
        } catch (Exception e) {
            throw new AssertionError("cannot make " + target, e);
        }
    }

    /** Puts a file in place of another, in one step. */
    static void replace(Path file, byte[] content) throws IOException {
        Path beside = Files.write(file.resolveSibling("." + file.getFileName() + ".new"), content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is to be another bundle. */
    record Bundle(Jar jar) {
        Bundle name(String symbolicName) throws Exception {
            Domain.domain(jar.getManifest()).setBundleSymbolicName(symbolicName);
            return this;
        }

        Bundle version(String version) throws Exception {
            Domain.domain(jar.getManifest()).setBundleVersion(version);
            return this;
        }

        /** Imports Patchbay's packages in other versions. */
        Bundle importing(String range) throws Exception {
            Domain manifest = Domain.domain(jar.getManifest());
            Parameters imports = manifest.getImportPackage();
            for (Map.Entry<String, Attrs> each : imports.entrySet()) {
                if (each.getKey().startsWith("io.patchbay.")) {
                    each.getValue().put("version", range);
                }
            }
            manifest.setImportPackage(imports.toString());
            return this;
        }

        /** Changes a text in a file of the jar. */
        Bundle replace(String path, String old, String text) throws Exception {
            String content = new String(jar.getResource(path).buffer().array(), UTF_8);
            if (!content.contains(old)) {
                throw new AssertionError("no '" + old + "' in " + content);
            }
            jar.putResource(path, new EmbeddedResource(content.replace(old, text), 0));
            return this;
        }
    }
}
