package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Draws the targets by their weights. */
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
        return Ranking.drawn(targets, random.get());
    }
}
