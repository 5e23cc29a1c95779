package io.patchbay.plugin.balancers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchbay.api.exchange.Target;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LeastBusyBalancerTest {
    private final Target one = Target.of("one", "m", 1);
    private final Target other = Target.of("other", "m", 1);
    private final Target heavy = Target.of("heavy", "m", 3);
    private final Target spare = Target.of("spare", "m", 0);

    private final RandomGenerator random = new SplittableRandom(7);
    private final Simulation simulation = new Simulation();
    private final LeastBusyBalancer balancer = new LeastBusyBalancer(simulation, () -> random);

    @Test
    void whatIsUnderWayEvensOut() {
        simulation.takes(one, 1_000);
        simulation.takes(other, 4_000);
        Map<Target, Double> shares = simulation.run(balancer, List.of(one, other), 20_000, 10);

        System.out.printf("'least-busy', one target four times slower: %d and %d under way, shares %.1f and %.1f %%%n",
                inFlight(one), inFlight(other), 100 * shares.get(one), 100 * shares.get(other));
        assertThat(inFlight(one)).isCloseTo(inFlight(other), within(2));
        assertThat(shares.get(one)).isCloseTo(0.8, within(0.01));
    }

    @Test
    void aWeightIsAShareOfWhatIsUnderWay() {
        simulation.takes(one, 1_000);
        simulation.takes(heavy, 1_000);
        Map<Target, Double> shares = simulation.run(balancer, List.of(one, heavy), 20_000, 10);

        assertThat(shares.get(heavy)).isCloseTo(0.75, within(0.01));
    }

    @Test
    void whereNobodyIsBusyItIsDrawnByWeight() {
        simulation.takes(one, 1);
        simulation.takes(heavy, 1);

        Shares.ofFirst(balancer, List.of(one, heavy)).assertShare(heavy, 0.75);
    }

    @Test
    void aSpareIsTheLastResort() {
        simulation.takes(one, 1_000);
        simulation.takes(spare, 1_000);
        simulation.run(balancer, List.of(one), 50, 10);

        assertThat(balancer.order(Shares.UNREAD, List.of(spare, one))).containsExactly(one, spare);
    }

    private int inFlight(Target target) {
        return simulation.of(target).inFlight();
    }
}
