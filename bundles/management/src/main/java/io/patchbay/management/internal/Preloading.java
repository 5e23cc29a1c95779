package io.patchbay.management.internal;

import java.time.Duration;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Loads a bundle's classes before it takes over, so that its first requests do not all wait for the same classes. */
final class Preloading {
    /** A bundle of a whole library need not be there in full. */
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final String CLASS = ".class";

    private Preloading() {}

    /** Loads and verifies classes, and initializes none: what they do at first is theirs to time. */
    static void load(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        long end = System.nanoTime() + LONGEST.toNanos();
        for (String resource : wiring.listResources("/", "*" + CLASS,
                BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE)) {
            if (System.nanoTime() - end > 0) {
                return;
            }
            verify(bundle, resource.substring(0, resource.length() - CLASS.length()).replace('/', '.'));
        }
    }

    private static void verify(Bundle bundle, String name) {
        try {
            // To tell its methods a class has to be linked.
            var _ = bundle.loadClass(name).getDeclaredMethods();
        } catch (ClassNotFoundException | LinkageError _) {
            // Of an optional package that is not there, or no class at all: whoever needs it will say so.
        }
    }
}
