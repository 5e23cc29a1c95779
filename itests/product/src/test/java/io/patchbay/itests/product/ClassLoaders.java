package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The class loaders of bundles in a gateway after a garbage collection, as its JVM tells of them. Whose one is, is known
 * by the packages of its classes, which begin with the bundle's symbolic name.
 *
 * @param histogram the living objects, counted by their classes
 * @param loaders the classes of each loader
 */
record ClassLoaders(String histogram, List<String> loaders) {
    private static final Pattern LOADER = Pattern.compile("\\+-- [^\\n]*BundleClassLoader");
    private static final Pattern WIRING =
            Pattern.compile("(\\d+) +\\d+ +org\\.apache\\.felix\\.framework\\.BundleWiringImpl\\R");

    /** Collects what nobody holds, and looks. */
    static ClassLoaders of(GatewayProcess gateway) {
        // counts what lives, for which it has the garbage collected
        String histogram = jcmd(gateway.pid(), "GC.class_histogram");
        String[] parts = LOADER.split(jcmd(gateway.pid(), "VM.classloaders", "show-classes=true", "fold=false"), -1);
        return new ClassLoaders(histogram, List.of(parts).subList(1, parts.length));
    }

    /** How many there are of a bundle's versions. */
    long of(String symbolicName) {
        return loaders.stream().filter(classes -> classes.contains(" " + symbolicName + ".")).count();
    }

    /** How many versions of bundles there are in all but for the framework itself, those among them that have loaded no class. */
    long wirings() {
        return WIRING.matcher(histogram).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    }

    /** The living objects of a bundle's classes: who holds one of them holds its class loader. */
    String objects(String symbolicName) {
        return String.join("\n", histogram.lines().filter(line -> line.contains(symbolicName + ".")).toList());
    }

    private static String jcmd(long pid, String... command) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(pid));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
