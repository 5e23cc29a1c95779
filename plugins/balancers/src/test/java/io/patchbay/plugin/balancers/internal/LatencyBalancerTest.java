package io.patchbay.plugin.balancers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchbay.api.exchange.Target;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LatencyBalancerTest {
    private final Target quick = Target.of("quick", "m", 1);
    private final Target slow = Target.of("slow", "m", 1);
    private final Target spare = Target.of("spare", "m", 0);

    private final RandomGenerator random = new SplittableRandom(7);
    private final Simulation simulation = new Simulation();
    private final LatencyBalancer balancer = new LatencyBalancer(simulation, () -> random);

    @Test
    void aSlowTargetsShareFallsAndRisesAgain() {
        List<Target> targets = List.of(slow, quick);
        simulation.takes(quick, 100);
        simulation.takes(slow, 100);
        Map<Target, Double> equal = simulation.run(balancer, targets, 10_000, 10);
        simulation.takes(slow, 1_000);
        Map<Target, Double> tenTimesSlower = simulation.run(balancer, targets, 10_000, 10);
        simulation.takes(slow, 100);
        Map<Target, Double> equalAgain = simulation.run(balancer, targets, 10_000, 10);

        System.out.printf(
                "share of a target under 'latency': %.1f %%, %.1f %% while it is ten times slower, then %.1f %%%n",
                100 * equal.get(slow), 100 * tenTimesSlower.get(slow), 100 * equalAgain.get(slow));
        assertThat(equal.get(slow)).isCloseTo(0.5, within(0.02));
        assertThat(tenTimesSlower.get(slow)).isBetween(0.001, 0.1);
        assertThat(equalAgain.get(slow)).isCloseTo(0.5, within(0.05));
    }

    @Test
    void theSlowestOfManyIsSeldomAskedAndNoOtherIsAskedAlone() {
        List<Target> others = List.of(quick, Target.of("b", "m", 1), Target.of("c", "m", 1), Target.of("d", "m", 1));
        others.forEach(target -> simulation.takes(target, 200));
        simulation.takes(slow, 2_000);

        Map<Target, Double> shares = simulation.run(balancer,
                List.of(slow, others.get(0), others.get(1), others.get(2), others.get(3)), 20_000, 5);

        assertThat(shares.get(slow)).isLessThan(0.05);
        assertThat(others).allSatisfy(target -> assertThat(shares.get(target)).isBetween(0.2, 0.3));
    }

    @Test
    void aWeightCountsAsSpeed() {
        Target twice = Target.of("twice", "m", 2);
        simulation.takes(quick, 1_000);
        simulation.takes(twice, 1_000);

        Map<Target, Double> shares = simulation.run(balancer, List.of(quick, twice), 20_000, 10);

        assertThat(shares.get(twice)).isCloseTo(2.0 / 3, within(0.02));
    }

    @Test
    void whoWasNeverAskedIsTried() {
        simulation.takes(quick, 1);
        simulation.run(balancer, List.of(quick), 10, 10);
        simulation.takes(slow, 1_000);

        assertThat(balancer.order(Shares.UNREAD, List.of(quick, slow))).containsExactly(slow, quick);
    }

    @Test
    void aSpareIsTheLastResort() {
        simulation.takes(quick, 1_000);
        simulation.takes(slow, 5_000);
        simulation.takes(spare, 1);
        simulation.run(balancer, List.of(quick, slow), 100, 100);

        assertThat(balancer.order(Shares.UNREAD, List.of(spare, slow, quick)).getLast()).isEqualTo(spare);
        assertThat(balancer.order(Shares.UNREAD, List.of(spare, quick))).containsExactly(quick, spare);
    }
}
