package io.patchbay.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The product's files.
 *
 * @param root the directory
 */
record Distribution(Path root) {
    /** The start level at which everything runs. */
    static final int LAST = 6;
    /**
     * The start level of the Web Console, which nobody looks at before requests are served. It comes after console, so
     * that there is no moment in which its pages show what console masks.
     */
    static final int WEB_CONSOLE = 7;

    private static final String LAUNCHER = "lib/patchbay-launcher.jar";

    /**
     * A bundle that is there from the start.
     *
     * @param jar its file
     * @param startLevel when it starts
     */
    record Item(Path jar, int startLevel) {}

    /**
     * The distribution that runs: its launcher is on the class path, in {@code lib}. A class's own word of where it is from
     * would not do: from a start cache, that is where the cache was made, even if the distribution was moved since.
     */
    static Distribution current() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(jar -> jar.endsWith(LAUNCHER))
                .findFirst()
                .map(jar -> new Distribution(jar.resolve("../..").normalize()))
                .orElseThrow(() -> new IllegalStateException(LAUNCHER + " is not on the class path"));
    }

    /** The product's version. */
    static String version() {
        String version = Distribution.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /** The bundles of {@code system} and {@code bundles}. */
    List<Item> bundles() throws IOException {
        return Stream.concat(jars("system"), jars("bundles")).map(jar -> new Item(jar, startLevel(jar))).toList();
    }

    /**
     * Management installs dialects, providers, plug-ins and what is deployed. Configuration is applied when these are
     * there, so that all Metatype is known, and before the rest starts, so that everything starts once. Clients come in
     * last and leave first.
     */
    private static int startLevel(Path jar) {
        String name = String.valueOf(jar.getFileName());
        if (!name.startsWith("io.patchbay.")) {
            return name.startsWith("org.apache.felix.webconsole") ? WEB_CONSOLE : 1;
        }
        return switch (name) {
            case "io.patchbay.api.jar", "io.patchbay.upstream.jar" -> 2;
            case "io.patchbay.management.jar" -> 3;
            case "io.patchbay.config.jar" -> 4;
            case "io.patchbay.ingress.jar" -> LAST;
            default -> 5;
        };
    }

    /** Something else whenever the bundles that are there from the start, or Java, are others. */
    String fingerprint() throws IOException {
        StringBuilder text = new StringBuilder(root + " " + Runtime.version() + "\n");
        for (String folder : List.of("system", "bundles")) {
            for (Path jar : jars(folder).toList()) {
                // Reproducible builds give every file the same time of modification; the time of change is the file system's.
                boolean unix = jar.getFileSystem().supportedFileAttributeViews().contains("unix");
                text.append(jar).append(' ').append(Files.size(jar)).append(' ')
                        .append(Files.getAttribute(jar, unix ? "unix:ctime" : "lastModifiedTime")).append('\n');
            }
        }
        return text.toString();
    }

    private Stream<Path> jars(String folder) throws IOException {
        Path directory = root.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        }
    }
}
