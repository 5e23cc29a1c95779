package io.patchbay.core.internal;

import io.patchbay.api.lease.Leases;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What an exchange can go by in place of what most go by, while newer versions of bundles are beside older ones.
 *
 * @param snapshot the same with the newer versions
 * @param newer who uses these; at least one
 */
record Beside(Snapshot snapshot, List<Leases> newer) {
    /** Whether an exchange goes by it: as often as all of the newer bundles allow. */
    boolean draw(RandomGenerator random) {
        double chance = random.nextDouble();
        return newer.stream().allMatch(bundle -> chance < bundle.share());
    }
}
