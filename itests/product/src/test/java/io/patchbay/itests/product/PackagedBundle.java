package io.patchbay.itests.product;

import aQute.bnd.osgi.Domain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * One of Patchbay's own bundles, as it is packaged.
 *
 * @param name the symbolic name
 * @param contained the packages with classes in it
 * @param exported the packages that it exports
 * @param imported the packages that it imports
 */
record PackagedBundle(String name, Set<String> contained, Set<String> exported, Set<String> imported) {
    /** All of them. */
    static List<PackagedBundle> all() {
        return Distribution.bundles().stream().map(PackagedBundle::of).toList();
    }

    private static PackagedBundle of(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Domain manifest = Domain.domain(jar.getManifest());
            Set<String> contained = jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .collect(Collectors.toSet());
            return new PackagedBundle(manifest.getBundleSymbolicName().getKey(), contained,
                    manifest.getExportPackage().keySet(), manifest.getImportPackage().keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
