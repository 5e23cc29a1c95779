package io.patchbay.management.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A bundle that a test makes up. */
final class TestBundle {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private TestBundle(String symbolicName, String version) {
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", symbolicName);
        headers.put("Bundle-Version", version);
    }

    /** An empty bundle. */
    static TestBundle of(String symbolicName, String version) {
        return new TestBundle(symbolicName, version);
    }

    /** A bundle with a component that gives a {@code Supplier}. */
    static TestBundle supplying(String symbolicName, String version) {
        return of(symbolicName, version).component("supply", Supply.class, "");
    }

    /** Sets a header of the manifest; an empty one is left out. */
    TestBundle header(String name, String value) {
        if (value.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    /** Adds a component that gives a {@code Supplier}. */
    TestBundle component(String name, Class<?> type, String references) {
        String xml = """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s" immediate="true">
                  <implementation class="%s"/>
                  <service><provide interface="java.util.function.Supplier"/></service>
                  %s
                </scr:component>
                """.formatted(name, type.getName(), references);
        files.put("OSGI-INF/" + name + ".xml", xml.getBytes(StandardCharsets.UTF_8));
        headers.merge("Service-Component", "OSGI-INF/" + name + ".xml", (a, b) -> a + "," + b);
        return file(type);
    }

    /** Adds a class. */
    TestBundle file(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream content = TestBundle.class.getClassLoader().getResourceAsStream(path)) {
            files.put(path, content.readAllBytes());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves a class out. */
    TestBundle without(Class<?> type) {
        files.remove(type.getName().replace('.', '/') + ".class");
        return this;
    }

    /** The jar. */
    byte[] bytes() {
        Manifest manifest = new Manifest();
        headers.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                jar.putNextEntry(new ZipEntry(file.getKey()));
                jar.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the jar, in place of what is there. */
    Path to(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Path written = Files.write(file.resolveSibling(file.getFileName() + ".tmp"), bytes());
            return Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
