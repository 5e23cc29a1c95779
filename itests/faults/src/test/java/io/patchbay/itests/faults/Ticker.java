package io.patchbay.itests.faults;

import io.patchbay.testkit.Gate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets slow upstreams go on, a step at a time: what is "every second" outside is every {@value #TICK_MS} ms here. */
final class Ticker implements AutoCloseable {
    static final long TICK_MS = 20;

    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> ticking = clock.scheduleAtFixedRate(() -> gates.forEach(Gate::open), TICK_MS, TICK_MS,
            TimeUnit.MILLISECONDS);

    /** A gate that opens with every tick. */
    Gate gate() {
        Gate gate = new Gate();
        gates.add(gate);
        return gate;
    }

    @Override
    public void close() {
        ticking.cancel(true);
        clock.shutdownNow();
    }
}
