package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Copies of a bundle's jar that differ from it in their version alone. */
public final class JarVersion {
    private static final Attributes.Name VERSION = new Attributes.Name("Bundle-Version");

    private JarVersion() {}

    /**
     * Writes a copy.
     *
     * @param jar the bundle
     * @param version the copy's {@code Bundle-Version}
     * @param to where the copy goes
     * @return the copy
     * @throws IOException if one cannot be read or the other not written
     */
    public static Path copy(Path jar, String version, Path to) throws IOException {
        try (JarFile source = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(source.getManifest());
            manifest.getMainAttributes().put(VERSION, version);
            try (OutputStream out = Files.newOutputStream(to);
                    JarOutputStream copy = new JarOutputStream(out, manifest)) {
                for (JarEntry entry : source.stream().toList()) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        copy.putNextEntry(new JarEntry(entry.getName()));
                        source.getInputStream(entry).transferTo(copy);
                        copy.closeEntry();
                    }
                }
            }
        }
        return to;
    }
}
