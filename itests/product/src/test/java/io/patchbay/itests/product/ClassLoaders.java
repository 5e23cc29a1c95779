package io.patchbay.itests.product;

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
        String histogram = gateway.jcmd("GC.class_histogram");
        String[] parts = LOADER.split(gateway.jcmd("VM.classloaders", "show-classes=true", "fold=false"), -1);
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
}
