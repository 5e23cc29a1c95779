package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.util.Optional;

/**
 * One thing that requests are sent through, and the process that pays for it.
 *
 * @param name as it stands in the table
 * @param target where its requests go
 * @param server the process if the benchmark starts it
 * @param running the process if it ran before and its id is known
 * @param admin how it is changed while it runs, where that is known
 * @param demanding whether it also gets the high rate and the many streams
 */
record Subject(
        String name,
        Target target,
        Optional<ServerProcess> server,
        Optional<ProcessHandle> running,
        Optional<AdminPlane> admin,
        boolean demanding) {

    static final String DIRECT = "direct";
    static final String NGINX = "nginx";
    static final String RELAY = "bare relay";
    static final String BASELINE = "baseline";
    static final String PATCHBAY = "patchbay";

    /** The same process, asked in another dialect. */
    Subject speaking(Tongue tongue) {
        return new Subject(tongue.dialect(), target.in(tongue), server, running, admin, demanding);
    }

    /** Starts it, if that is ours to do, and returns the seconds to its first answer. */
    Optional<Double> start() throws IOException {
        if (server.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(FirstAnswer.start(server.get(), target) / 1e9);
    }

    void stop() {
        server.ifPresent(ServerProcess::close);
    }

    /** Its gauge; there is none for the direct way, nor for a gateway whose process is not known. */
    Optional<ProcessGauge> gauge() {
        return server.flatMap(ServerProcess::handle).or(() -> running).map(ProcessGauge::new);
    }
}
