package io.patchbay.plugin.weightedbalancer.internal;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Draws the targets without putting them back, each with a chance in proportion to its weight; those of weight 0 come
 * last, in the route's order.
 */
@Component
@BalancerName("weighted")
public final class WeightedBalancer implements Balancer {
    private final Supplier<? extends RandomGenerator> random;

    /** Draws with the calling thread's own generator; one kept from another thread would repeat itself. */
    @Activate
    public WeightedBalancer() {
        this(ThreadLocalRandom::current);
    }

    WeightedBalancer(Supplier<? extends RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public List<Target> order(Exchange exchange, List<Target> targets) {
        List<Target> left = new ArrayList<>(targets);
        List<Target> ordered = new ArrayList<>(targets.size());
        for (double total = sum(left); total > 0; total = sum(left)) {
            ordered.add(left.remove(draw(left, random.get().nextDouble() * total)));
        }
        ordered.addAll(left);
        return ordered;
    }

    /** The index of the target in whose stretch of all weights laid end to end a point falls. */
    private static int draw(List<Target> targets, double point) {
        int drawn = -1;
        double end = 0;
        for (int i = 0; i < targets.size(); i++) {
            double weight = targets.get(i).weight();
            if (weight > 0) {
                drawn = i;
                end += weight;
                if (point < end) {
                    break;
                }
            }
        }
        return drawn;
    }

    private static double sum(List<Target> targets) {
        double total = 0;
        for (Target target : targets) {
            total += target.weight();
        }
        return total;
    }
}
