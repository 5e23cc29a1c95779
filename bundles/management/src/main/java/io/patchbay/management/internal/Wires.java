package io.patchbay.management.internal;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Who uses what a bundle exports. */
final class Wires {
    private Wires() {}

    /** The symbolic names of the bundles that are wired to a bundle, sorted. */
    static List<String> dependents(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class)).stream()
                .flatMap(wiring -> Optional.ofNullable(wiring.getProvidedWires(null)).orElse(List.of()).stream())
                .map(Wires::requirer)
                .filter(requirer -> !requirer.equals(bundle))
                .map(Bundle::getSymbolicName)
                .distinct().sorted().toList();
    }

    private static Bundle requirer(BundleWire wire) {
        return wire.getRequirer().getBundle();
    }
}
