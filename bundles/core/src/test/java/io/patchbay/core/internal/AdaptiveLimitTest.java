package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    private static final long NORMAL = Duration.ofMillis(100).toNanos();

    private final AdaptiveLimit limit = new AdaptiveLimit();

    @Test
    void growsWhileItIsUsedAndTheProviderKeepsItsPace() {
        int before = limit.limit();
        said(NORMAL, 50);
        assertThat(limit.limit()).isGreaterThan(before * 2);
        said(NORMAL, 100_000);
        assertThat(limit.limit()).isEqualTo(1_000);
    }

    @Test
    void doesNotGrowWhileItIsNotUsed() {
        int before = limit.limit();
        for (int i = 0; i < 1_000; i++) {
            limit.said(NORMAL, 1, 0);
        }
        assertThat(limit.limit()).isEqualTo(before);
    }

    @Test
    void shrinksWhereTheProviderSlowsDownAndGrowsAgainAfterwards() {
        said(NORMAL, 300);
        int before = limit.limit();
        said(NORMAL * 10, 30);
        int slow = limit.limit();
        assertThat(slow).isLessThan(before / 2);
        said(NORMAL, 300);
        assertThat(limit.limit()).isGreaterThan(slow);
    }

    @Test
    void eachOverloadTakesATenthOffDownToOne() {
        limit.overloaded(0);
        assertThat(limit.limit()).isEqualTo(18);
        for (int i = 0; i < 100; i++) {
            limit.overloaded(0);
        }
        assertThat(limit.limit()).isEqualTo(1);
    }

    @Test
    void staysBelowItsBound() {
        for (int i = 0; i < 1_000; i++) {
            limit.said(NORMAL, limit.limit(), 30);
        }
        assertThat(limit.limit()).isEqualTo(30);
    }

    private void said(long nanos, int times) {
        for (int i = 0; i < times; i++) {
            limit.said(nanos, limit.limit(), 0);
        }
    }
}
