package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.TargetLoad;
import io.patchbay.api.routing.TargetLoads;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Targets that each take their time to answer, and a clock that jumps from one event to the next. What it tells of them is
 * how many requests they have, and how long the last answer took, which fades as the gateway's own figures do.
 */
final class Simulation implements TargetLoads {
    private static final double FADING_MS = 10_000;

    private final Map<Target, Simulated> targets = new HashMap<>();
    private final PriorityQueue<Answer> answers = new PriorityQueue<>(Comparator.comparingLong(Answer::atMs));
    private long nowMs;

    /** A target that takes so long for an answer, from now on. */
    void takes(Target target, long ms) {
        targets.computeIfAbsent(target, _ -> new Simulated()).takesMs = ms;
    }

    @Override
    public TargetLoad of(Target target) {
        Simulated simulated = targets.get(target);
        double left = Math.exp((simulated.answeredAtMs - nowMs) / FADING_MS);
        return new Load(simulated.inFlight, Duration.ofNanos((long) (simulated.tookMs * 1e6 * left)), 0);
    }

    /**
     * Lets requests come.
     *
     * @return what share of them went to each target
     */
    Map<Target, Double> run(Balancer balancer, List<Target> order, int requests, long everyMs) {
        Map<Target, Double> shares = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            nowMs += everyMs;
            while (!answers.isEmpty() && answers.peek().atMs() <= nowMs) {
                answers.remove().arrive();
            }
            Target chosen = balancer.order(Shares.UNREAD, order).getFirst();
            answers.add(targets.get(chosen).ask(nowMs));
            shares.merge(chosen, 1.0 / requests, Double::sum);
        }
        return shares;
    }

    private record Load(int inFlight, Duration latency, double failureShare) implements TargetLoad {}

    private record Answer(Simulated from, long askedAtMs, long atMs) {
        void arrive() {
            from.inFlight--;
            from.tookMs = atMs - askedAtMs;
            from.answeredAtMs = atMs;
        }
    }

    private static final class Simulated {
        private long takesMs;
        private int inFlight;
        private long tookMs;
        private long answeredAtMs;

        Answer ask(long nowMs) {
            inFlight++;
            return new Answer(this, nowMs, nowMs + takesMs);
        }
    }
}
