package com.example.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreferBalancerTest {
    private final Exchange exchange = Exchanges.saying("the tulip plan");
    private final Target parrot = Target.of("parrot", "echo", 9);
    private final Target cockatoo = Target.of("cockatoo", "echo", 1);

    @Test
    void putsItsProviderFirstAndLeavesTheOthersInTheirOrder() {
        Target jay = Target.of("jay", "echo", 1);

        assertEquals(List.of(cockatoo, parrot, jay),
                new PreferBalancer("cockatoo").order(exchange, List.of(parrot, cockatoo, jay)));
    }

    @Test
    void doesWithoutItsProvider() {
        assertEquals(List.of(parrot, cockatoo),
                new PreferBalancer("jay").order(exchange, List.of(parrot, cockatoo)));
    }
}
