package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.TargetLoads;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Puts the target first that has the fewest attempts under way for its weight; equal ones are drawn by weight. */
@Component
@BalancerName("least-busy")
public final class LeastBusyBalancer implements Balancer {
    private final TargetLoads loads;
    private final Supplier<? extends RandomGenerator> random;

    /** Goes by what the gateway knows of the targets. */
    @Activate
    public LeastBusyBalancer(@Reference TargetLoads loads) {
        this(loads, ThreadLocalRandom::current);
    }

    LeastBusyBalancer(TargetLoads loads, Supplier<? extends RandomGenerator> random) {
        this.loads = loads;
        this.random = random;
    }

    @Override
    public List<Target> order(Exchange exchange, List<Target> targets) {
        return Ranking.byCost(Ranking.drawn(targets, random.get()),
                target -> loads.of(target).inFlight() / target.weight());
    }
}
