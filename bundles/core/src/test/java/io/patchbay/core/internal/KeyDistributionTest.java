package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.ModelPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider's traffic over its keys. */
class KeyDistributionTest {
    private static final int REQUESTS = 100_000;

    private final Bench bench = new Bench();

    @Test
    void theKeysShareTheirProvidersTrafficByWeight() {
        Map<String, Integer> counts = new HashMap<>();
        bench.provider(Origins.bundle(), "main", attempt -> {
            counts.merge(attempt.key().orElseThrow().name(), 1, Integer::sum);
            return Bench.whole("+ok").send(attempt);
        });
        Map<String, Double> shares = Map.of("large", 0.6, "medium", 0.3, "small", 0.1);
        shares.forEach((name, weight) -> bench.installed.addKey(Origins.of(Map.of()), new ProviderKey("main",
                Key.of(name, Map.of("value", "secret")), weight, List.of(ModelPattern.ANY), 0, true, true)));
        bench.installed.addKey(Origins.of(Map.of()), new ProviderKey("main", Key.of("spare", Map.of()), 0,
                List.of(ModelPattern.ANY), 0, true, true));

        for (int i = 0; i < REQUESTS; i++) {
            bench.ask("main/m");
            bench.finished.clear();
        }

        assertThat(counts).containsOnlyKeys(shares.keySet());
        shares.forEach((name, share) -> assertThat(counts.get(name) / (double) REQUESTS).as("share of key %s", name)
                .isCloseTo(share, within(0.02 * share)));
    }
}
