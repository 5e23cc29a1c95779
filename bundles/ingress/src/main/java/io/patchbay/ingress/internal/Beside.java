package io.patchbay.ingress.internal;

import io.patchbay.api.lease.Leases;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a request can go by in place of what most go by, while newer versions of dialects are beside older ones.
 *
 * @param router the same endpoints, of the newer versions
 * @param newer who uses their bundles; none where there are none
 */
record Beside(Router router, List<Leases> newer) {
    static final Beside NOTHING = new Beside(Router.EMPTY, List.of());

    /** Whether a request goes by it: as often as all of the newer bundles allow. */
    boolean draw(RandomGenerator random) {
        if (newer.isEmpty()) {
            return false;
        }
        double chance = random.nextDouble();
        return newer.stream().allMatch(bundle -> chance < bundle.share());
    }
}
