package io.patchbay.plugin.weightedbalancer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WeightedBalancerTest {
    private static final int PICKS = 100_000;
    private static final Exchange EXCHANGE = Exchange.of("test", Caller.ANONYMOUS, Instant.EPOCH,
            WireRequest.builder("openai-chat", Operation.CHAT).build(), _ -> {
                throw new AssertionError("a balancer by weight does not read the request");
            });

    private final Target heavy = Target.of("heavy", "m", 6);
    private final Target middle = Target.of("middle", "m", 3);
    private final Target light = Target.of("light", "m", 1);
    private final Target spare = Target.of("spare", "m", 0);
    private final Target lastSpare = Target.of("last", "m", 0);

    private final RandomGenerator random = new SplittableRandom(42);
    private final WeightedBalancer balancer = new WeightedBalancer(() -> random);

    @Test
    void theFirstPickFollowsTheWeights() {
        int[] first = new int[3];
        List<Target> targets = List.of(light, heavy, middle);
        for (int i = 0; i < PICKS; i++) {
            first[targets.indexOf(order(targets).getFirst())]++;
        }
        assertShare(first[0], 0.1);
        assertShare(first[1], 0.6);
        assertShare(first[2], 0.3);
    }

    @Test
    void theSecondPickFollowsTheWeightsOfWhatIsLeft() {
        int[] second = new int[3];
        List<Target> targets = List.of(light, heavy, middle);
        for (int i = 0; i < PICKS; i++) {
            second[targets.indexOf(order(targets).get(1))]++;
        }
        assertShare(second[0], 0.6 * 1 / 4 + 0.3 * 1 / 7);
        assertShare(second[1], 0.3 * 6 / 7 + 0.1 * 6 / 9);
        assertShare(second[2], 0.6 * 3 / 4 + 0.1 * 3 / 9);
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
        assertThat(always.order(EXCHANGE, List.of(heavy, Target.of("tiny", "m", 1e-300), spare)))
                .containsExactly(heavy, Target.of("tiny", "m", 1e-300), spare);
    }

    @Test
    void threadsDrawDifferently() throws InterruptedException {
        WeightedBalancer own = new WeightedBalancer();
        List<Target> targets = List.of(Target.of("a", "m", 1), Target.of("b", "m", 1));
        int[] first = new int[2];
        for (int i = 0; i < 200; i++) {
            Thread.ofVirtual()
                    .start(() -> first[targets.indexOf(own.order(EXCHANGE, targets).getFirst())]++)
                    .join();
        }
        assertThat(first[0]).isBetween(40, 160);
    }

    private List<Target> order(List<Target> targets) {
        return balancer.order(EXCHANGE, targets);
    }

    private static void assertShare(int count, double expected) {
        assertThat(count / (double) PICKS).isCloseTo(expected, within(0.02 * expected));
    }

    /** Gives the highest number that a generator may give. */
    private static final class Highest implements RandomGenerator {
        @Override
        public long nextLong() {
            return -1;
        }
    }
}
