package io.patchbay.itests.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What became of requests that came at a steady rate, whatever became of those before.
 *
 * @param failures those that were not answered as they should have been, counted by what they came to
 * @param answered the others
 * @param p50Ms how long it took until an answer was whole, median
 * @param p99Ms the same, 99th percentile
 */
record Load(Map<String, Long> failures, long answered, long p50Ms, long p99Ms) {

    /**
     * Asks for some time, in turns for a stream and for a whole answer.
     *
     * @param words how many words an answer has
     */
    static Load run(Clients clients, String model, int words, int perSecond, Duration time) {
        Queue<Seen> seen = new ConcurrentLinkedQueue<>();
        long begun = System.nanoTime();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            for (long i = 0; i < perSecond * time.toMillis() / 1_000; i++) {
                boolean stream = i % 2 == 0;
                long due = begun + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                var _ = clock.schedule(() -> askers.execute(
                        () -> seen.add(clients.ask(Face.CHAT, model, stream, Optional.empty()))),
                        due - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
        Map<Boolean, List<Seen>> parts =
                seen.stream().collect(Collectors.partitioningBy(each -> Outcome.of(each, words) == Outcome.PRIMARY));
        List<Seen> answers = parts.get(true);
        long[] sorted = answers.stream().mapToLong(Seen::millis).sorted().toArray();
        Map<String, Long> failures = parts.get(false).stream().collect(Collectors.groupingBy(
                each -> Outcome.of(each, words) + " " + each.status() + " " + each.detail(), TreeMap::new,
                Collectors.counting()));
        return new Load(failures, answers.size(), percentile(sorted, 50), percentile(sorted, 99));
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d answered, %,d failed %s, p50 %d ms, p99 %d ms", answered, failed(),
                failures, p50Ms, p99Ms);
    }
}
