package io.patchbay.plugin.balancers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Target;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WeightedBalancerTest {
    private final Target heavy = Target.of("heavy", "m", 6);
    private final Target middle = Target.of("middle", "m", 3);
    private final Target light = Target.of("light", "m", 1);
    private final Target spare = Target.of("spare", "m", 0);
    private final Target lastSpare = Target.of("last", "m", 0);

    private final RandomGenerator random = new SplittableRandom(42);
    private final WeightedBalancer balancer = new WeightedBalancer(() -> random);

    @Test
    void theFirstPickFollowsTheWeights() {
        Shares.ofFirst(balancer, List.of(light, heavy, middle))
                .assertShare(light, 0.1)
                .assertShare(heavy, 0.6)
                .assertShare(middle, 0.3);
    }

    @Test
    void aCanaryGetsItsFewPercent() {
        Target canary = Target.of("canary", "m", 0.05);

        Shares.of(Shares.MANY_PICKS, 0, balancer, List.of(Target.of("main", "m", 0.95), canary), _ -> Shares.UNREAD)
                .assertShare(canary, 0.05);
    }

    @Test
    void theSecondPickFollowsTheWeightsOfWhatIsLeft() {
        Shares.of(Shares.PICKS, 1, balancer, List.of(light, heavy, middle), _ -> Shares.UNREAD)
                .assertShare(light, 0.6 * 1 / 4 + 0.3 * 1 / 7)
                .assertShare(heavy, 0.3 * 6 / 7 + 0.1 * 6 / 9)
                .assertShare(middle, 0.6 * 3 / 4 + 0.1 * 3 / 9);
    }

    @Test
    void everyTargetIsThereOnce() {
        for (int i = 0; i < 100; i++) {
            assertThat(order(List.of(spare, light, heavy, lastSpare, middle)))
                    .containsExactlyInAnyOrder(spare, light, heavy, lastSpare, middle);
        }
    }

    @Test
    void weightZeroIsTheLastResortInTheRoutesOrder() {
        for (int i = 0; i < 100; i++) {
            assertThat(order(List.of(spare, light, lastSpare, heavy)).subList(2, 4)).containsExactly(spare, lastSpare);
        }
        assertThat(order(List.of(spare, lastSpare))).containsExactly(spare, lastSpare);
    }

    @Test
    void theUpperEndOfTheRangeIsATargetToo() {
        WeightedBalancer always = new WeightedBalancer(() -> new Highest());
        assertThat(always.order(Shares.UNREAD, List.of(heavy, Target.of("tiny", "m", 1e-300), spare)))
                .containsExactly(heavy, Target.of("tiny", "m", 1e-300), spare);
    }

    @Test
    void threadsDrawDifferently() throws InterruptedException {
        WeightedBalancer own = new WeightedBalancer();
        List<Target> targets = List.of(Target.of("a", "m", 1), Target.of("b", "m", 1));
        int[] first = new int[2];
        for (int i = 0; i < 200; i++) {
            Thread.ofVirtual()
                    .start(() -> first[targets.indexOf(own.order(Shares.UNREAD, targets).getFirst())]++)
                    .join();
        }
        assertThat(first[0]).isBetween(40, 160);
    }

    private List<Target> order(List<Target> targets) {
        return balancer.order(Shares.UNREAD, targets);
    }

    /** Gives the highest number that a generator may give. */
    private static final class Highest implements RandomGenerator {
        @Override
        public long nextLong() {
            return -1;
        }
    }
}
