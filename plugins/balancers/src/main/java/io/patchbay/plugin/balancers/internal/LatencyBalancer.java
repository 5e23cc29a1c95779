package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.TargetLoad;
import io.patchbay.api.routing.TargetLoads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes the better of two targets that are drawn at random, again and again: the one where a request has less to wait for,
 * by the target's latency, times those that would be under way with it, over the weight.
 *
 * <p>Of two and not of all, so that what is known late does not send everybody to the same place.
 */
@Component
@BalancerName("latency")
public final class LatencyBalancer implements Balancer {
    private final TargetLoads loads;
    private final Supplier<? extends RandomGenerator> random;

    /** Goes by what the gateway knows of the targets. */
    @Activate
    public LatencyBalancer(@Reference TargetLoads loads) {
        this(loads, ThreadLocalRandom::current);
    }

    LatencyBalancer(TargetLoads loads, Supplier<? extends RandomGenerator> random) {
        this.loads = loads;
        this.random = random;
    }

    @Override
    public List<Target> order(Exchange exchange, List<Target> targets) {
        RandomGenerator generator = random.get();
        List<Target> ordered = new ArrayList<>(targets.size());
        List<Target> spares = new ArrayList<>(0);
        for (Target target : targets) {
            (target.weight() > 0 ? ordered : spares).add(target);
        }
        double[] costs = ordered.stream().mapToDouble(this::cost).toArray();
        for (int place = 0; place < ordered.size() - 1; place++) {
            int best = better(costs, place, generator);
            Collections.swap(ordered, place, best);
            double cost = costs[place];
            costs[place] = costs[best];
            costs[best] = cost;
        }
        ordered.addAll(spares);
        return ordered;
    }

    private double cost(Target target) {
        TargetLoad load = loads.of(target);
        return load.latency().toNanos() * (load.inFlight() + 1.0) / target.weight();
    }

    /** The better of two that are drawn from some place on; either one of equals. */
    private static int better(double[] costs, int from, RandomGenerator random) {
        int one = random.nextInt(from, costs.length);
        int other = random.nextInt(from, costs.length - 1);
        if (other >= one) {
            other++;
        }
        return costs[other] < costs[one] ? other : one;
    }
}
