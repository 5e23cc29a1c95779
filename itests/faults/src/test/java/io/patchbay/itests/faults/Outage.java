package io.patchbay.itests.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * F15: a primary that is down for a while, and requests all the time. What takes 60 s and rests of 5 s outside takes 7 s and
 * 583 ms here.
 */
final class Outage {
    private static final int COOLDOWN_MS = 583;
    private static final int REQUESTS = 20;
    private static final long EVERY_MS = 350;
    private static final int MOST_AT_PRIMARY = 5;
    private static final long MOST_MILLIS_UNTIL_BACK = 4_000;

    private final Trio trio;
    private final boolean streamed;
    private final FakeUpstream primary = FakeUpstream.start();
    private final FakeUpstream fallback = FakeUpstream.start();
    private volatile boolean down = true;

    private Outage(Trio trio, boolean streamed) {
        this.trio = trio;
        this.streamed = streamed;
        Faults faults = new Faults(trio.primary().tongue);
        primary.otherwise(request -> down ? faults.error(503) : Case.answer(trio.primary(), request, Faults.words(6)));
        fallback.otherwise(request -> Case.answer(trio.fallback(), request, Outcome.fallbackWords(1, 6)));
    }

    static List<Outage> all() {
        List<Outage> all = new ArrayList<>();
        for (Trio trio : Trio.ALL) {
            all.add(new Outage(trio, false));
            all.add(new Outage(trio, true));
        }
        return all;
    }

    void configure(ObjectNode document) {
        Case.provider(document, trio.primary(), name(), primary).put("cooldownMs", COOLDOWN_MS).putArray("models")
                .add("m");
        Case.key(document, name());
        Case.provider(document, trio.fallback(), name() + "-spare", fallback).putArray("models").add("m");
        ObjectNode route = document.putObject("io.patchbay.route~" + name()).put("model", name());
        route.putArray("targets").add(name() + "/m");
        route.putArray("fallbacks").add(name() + "-spare/m");
    }

    Judged run(Clients clients) {
        List<Seen> seen = new CopyOnWriteArrayList<>();
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(4, Thread.ofVirtual().factory())) {
            // Its retries open the breaker: who came before that would ask the primary as well.
            seen.add(ask(clients));
            List<ScheduledFuture<?>> asked = new ArrayList<>();
            for (int i = 1; i < REQUESTS; i++) {
                asked.add(clock.schedule(() -> seen.add(ask(clients)), i * EVERY_MS, TimeUnit.MILLISECONDS));
            }
            for (ScheduledFuture<?> each : asked) {
                each.get();
            }
            List<ReceivedRequest> probes = primary.received();
            down = false;
            long recovered = System.nanoTime();
            long back = 0;
            boolean answers = false;
            while (!answers && back < MOST_MILLIS_UNTIL_BACK) {
                answers = Outcome.of(ask(clients), 6) == Outcome.PRIMARY;
                back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - recovered);
            }
            return judge(seen, probes, answers, back);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            primary.close();
            fallback.close();
        }
    }

    private Judged judge(List<Seen> seen, List<ReceivedRequest> probes, boolean isBack, long back) {
        long answered = seen.stream().filter(each -> Outcome.of(each, 6) == Outcome.FALLBACK).count();
        List<String> reasons = new ArrayList<>();
        if (answered < REQUESTS) {
            reasons.add("only " + answered + " answered");
        }
        if (probes.size() > MOST_AT_PRIMARY) {
            reasons.add("primary asked " + probes.size() + " times");
        }
        if (!isBack) {
            reasons.add("not back within " + MOST_MILLIS_UNTIL_BACK + " ms");
        }
        String times = probes.stream()
                .map(probe -> "+" + TimeUnit.NANOSECONDS
                        .toMillis(probe.receivedAtNanos() - probes.getFirst().receivedAtNanos()))
                .collect(Collectors.joining(" "));
        return new Judged("F15 primary down, 20 requests meanwhile", trio.client(),
                trio + (streamed ? ", streamed" : ""), answered + " of " + REQUESTS + " answered",
                "primary " + times + ", back after " + back + " ms", reasons.isEmpty() ? Verdict.RIGHT : Verdict.WRONG,
                String.join(", ", reasons));
    }

    private Seen ask(Clients clients) {
        return clients.ask(trio.client(), name(), streamed, Optional.empty());
    }

    private String name() {
        return "outage-" + trio.client() + "-" + trio.primary() + (streamed ? "-s" : "");
    }
}
