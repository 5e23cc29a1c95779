package io.patchbay.plugin.balancers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.exchange.Target;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheapestBalancerTest {
    private final Target dear = Target.of("openai", "gpt-4o", 9);
    private final Target cheap = Target.of("groq", "llama-3.3-70b", 1);
    private final Target asCheap = Target.of("lab", "llama-3.3-70b", 3);
    private final Target unknown = Target.of("lab", "new", 9);
    private final Target spare = Target.of("free", "m", 0);

    private final RandomGenerator random = new SplittableRandom(7);
    private final CheapestBalancer balancer = new CheapestBalancer(() -> random, "openai/gpt-4o = 2.5, 10",
            "*/llama-3.3-70b=0.59,0.79", "free/*=0,0", "lab/llama-*=0,0");

    @Test
    void theCheapestThatIsThereComesFirst() {
        for (int i = 0; i < 100; i++) {
            assertThat(order(List.of(unknown, dear, cheap))).containsExactly(cheap, dear, unknown);
            assertThat(order(List.of(unknown, dear))).containsExactly(dear, unknown);
        }
    }

    @Test
    void equalPricesAreDrawnByWeight() {
        Shares.ofFirst(balancer, List.of(dear, cheap, asCheap)).assertShare(cheap, 0.25).assertShare(asCheap, 0.75);
    }

    @Test
    void whereNoPriceIsKnownTheWeightsDecide() {
        CheapestBalancer ignorant = new CheapestBalancer(() -> random);

        Shares.ofFirst(ignorant, List.of(dear, asCheap)).assertShare(dear, 0.75);
    }

    @Test
    void aSpareIsTheLastResortEvenIfItCostsNothing() {
        assertThat(order(List.of(spare, unknown, dear))).containsExactly(dear, unknown, spare);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "openai/gpt-4o", "openai/gpt-4o=2.5", "openai=1,2", "/gpt-4o=1,2", "a/b=1,x",
        "a/b=-1,2",
        "a/b=1,NaN", "a/b=,", "a/b=1,2,3"})
    void whatIsNoPriceIsRefusedInWords(String text) {
        String refusal = "'" + text + "' is no price: write provider/model=input,output, in USD per million tokens";

        assertThatThrownBy(() -> new CheapestBalancer(() -> random, text))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("prices: " + refusal);
        assertThat(balancer.check(Map.of("prices", new String[]{"a/b=1,2", text})))
                .isEqualTo(Map.of("prices", refusal));
    }

    @Test
    void whatCanBeReadIsAccepted() {
        assertThat(balancer.check(Map.of())).isEmpty();
        assertThat(balancer.check(Map.of("prices", new String[]{"a/b=1,2", "*/c-*=0.5, 1"}))).isEmpty();
    }

    private List<Target> order(List<Target> targets) {
        return balancer.order(Shares.UNREAD, targets);
    }
}
