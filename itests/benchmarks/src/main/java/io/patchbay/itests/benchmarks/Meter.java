package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Puts a load on a subject and reads, before, during and after it, what the subject's process took. */
final class Meter {
    private static final long SAMPLE_NANOS = 250_000_000L;

    private final ProcessGauge ourselves = new ProcessGauge(ProcessHandle.current());
    private final Profile profile;

    Meter(Profile profile) {
        this.profile = profile;
    }

    void measure(SubjectResult result, Load load) throws IOException {
        Subject subject = result.subject();
        Optional<ProcessGauge> gauge = subject.gauge();
        double rssBefore = rss(gauge);
        long ours = ours(subject);
        long machine = ProcessGauge.machineNanos();
        long start = System.nanoTime();
        double cpu = cpu(gauge);
        Tally tally;
        double rssPeak;
        try (PeakRss peak = new PeakRss(gauge)) {
            tally = load.run(subject.target(), profile);
            rssPeak = peak.bytes();
        }
        double cpuMicros = (cpu(gauge) - cpu) / 1e3;
        double available = (System.nanoTime() - start) * (double) Runtime.getRuntime().availableProcessors();
        double others = (ProcessGauge.machineNanos() - machine - (ours(subject) - ours)) / available;
        long units = load.isStreamed() ? tally.latencies().count() : tally.answered();
        LoadResult.Round round = new LoadResult.Round(
                units,
                units == 0 ? Double.NaN : cpuMicros / units,
                tally.perSecond(),
                rssBefore,
                rssPeak,
                Math.max(0, others));
        result.loads().computeIfAbsent(load, _ -> new LoadResult()).add(round, tally);
    }

    static double rss(Optional<ProcessGauge> gauge) {
        return gauge.map(g -> (double) g.rssBytes()).orElse(Double.NaN);
    }

    private static double cpu(Optional<ProcessGauge> gauge) {
        return gauge.map(g -> (double) g.cpuNanos()).orElse(Double.NaN);
    }

    /** CPU time of the benchmark, of what it started, and of a subject that others started. */
    private long ours(Subject subject) {
        return ourselves.cpuNanos()
                + subject.running().map(process -> new ProcessGauge(process).cpuNanos()).orElse(0L);
    }

    /** Looks at a process's memory now and then. */
    private static final class PeakRss implements AutoCloseable {
        private final Optional<ProcessGauge> gauge;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicLong peak = new AtomicLong();
        private final Thread thread;

        PeakRss(Optional<ProcessGauge> gauge) {
            this.gauge = gauge;
            this.thread = Thread.ofPlatform().daemon().name("bench-rss").start(this::watch);
        }

        private void watch() {
            while (!ended.get() && gauge.isPresent()) {
                peak.accumulateAndGet(gauge.get().rssBytes(), Math::max);
                LockSupport.parkNanos(SAMPLE_NANOS);
            }
        }

        double bytes() {
            return gauge.isEmpty() ? Double.NaN : Math.max(peak.get(), gauge.get().rssBytes());
        }

        @Override
        public void close() {
            ended.set(true);
            LockSupport.unpark(thread);
        }
    }
}
