package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of requests and streams while the bundle of their provider was updated, again and again.
 *
 * @param updates how often
 * @param quiet the same load without
 * @param during with
 */
record Swap(int updates, LoadFigures quiet, LoadFigures during) {
    private static final Duration SETTLE = Duration.ofSeconds(4);

    /** How often, how long is quiet before, and how much the updates may add to the 99th percentile. */
    record Plan(int updates, Duration quiet, double maxAddedMs) {}

    /** Measures it with versions of a bundle that differ in their version alone, one after the other. */
    static Swap measure(Target target, AdminPlane admin, Path bundle, Plan plan)
            throws IOException, InterruptedException {
        Path jar = Files.createTempFile("patchbay-swap", ".jar");
        try (SteadyLoad load = SteadyLoad.start(target, SteadyLoad.Shape.full())) {
            Thread.sleep(SETTLE);
            load.cut();
            Thread.sleep(plan.quiet());
            LoadFigures quiet = load.cut();
            for (int update = 1; update <= plan.updates(); update++) {
                admin.install(JarVersion.copy(bundle, "1000.0." + update, jar));
            }
            return new Swap(plan.updates(), quiet, load.stop());
        } finally {
            Files.delete(jar);
        }
    }

    /** What went wrong, a line each. */
    List<String> faults(Plan plan) {
        List<String> faults = new ArrayList<>();
        if (quiet.failed() + during.failed() > 0) {
            faults.add("swap: quiet: " + quiet);
            faults.add("swap: during %d updates: %s".formatted(updates, during));
        }
        if (addedMs() > plan.maxAddedMs()) {
            faults.add("swap: %d updates added %.1f ms to the 99th percentile, more than %.0f"
                    .formatted(updates, addedMs(), plan.maxAddedMs()));
        }
        return faults;
    }

    /** What the updates added to the 99th percentile, in milliseconds. */
    double addedMs() {
        return during.p99Ms() - quiet.p99Ms();
    }
}
