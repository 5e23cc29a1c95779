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
import java.util.concurrent.Semaphore;
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
    /** More open exchanges than this, with two sockets of this process each, and it is the test that breaks. */
    private static final int MOST_OPEN = 4_000;

    /**
     * Asks for some time, in turns for a stream and for a whole answer. A request whose time comes while 4,000 others are
     * open is not sent, and counts as cut off.
     *
     * @param words how many words an answer has
     */
    static Load run(Clients clients, String model, int words, int perSecond, Duration time) {
        Queue<Seen> seen = new ConcurrentLinkedQueue<>();
        Semaphore places = new Semaphore(MOST_OPEN);
        long begun = System.nanoTime();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            for (long i = 0; i < perSecond * time.toMillis() / 1_000; i++) {
                boolean stream = i % 2 == 0;
                long due = begun + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                var _ = clock.schedule(
                        () -> askers.execute(() -> seen.add(ask(clients, model, stream, places))),
                        due - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
        Map<Boolean, List<Seen>> parts =
                seen.stream().collect(Collectors.partitioningBy(each -> Outcome.of(each, words) == Outcome.PRIMARY));
        List<Seen> answers = parts.get(true);
        long[] sorted = answers.stream().mapToLong(Seen::millis).sorted().toArray();
        Map<String, Long> failures = parts.get(false).stream().collect(Collectors.groupingBy(
                each -> kind(each, words), TreeMap::new, Collectors.counting()));
        return new Load(failures, answers.size(), percentile(sorted, 50), percentile(sorted, 99));
    }

    private static Seen ask(Clients clients, String model, boolean stream, Semaphore places) {
        if (!places.tryAcquire()) {
            return Seen.cut("not sent: " + MOST_OPEN + " others are open", 0);
        }
        try {
            return clients.ask(Face.CHAT, model, stream, Optional.empty());
        } finally {
            places.release();
        }
    }

    /** What a request came to: one line for all whose error differs in its figures alone. */
    private static String kind(Seen seen, int words) {
        return Outcome.of(seen, words) + " " + seen.status() + " " + seen.detail().replaceAll("\\d{3,}", "#");
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
