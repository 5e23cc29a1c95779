package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    @Test
    void isFullAtFirstAndEarnsAPartPerExchange() {
        RetryBudget budget = new RetryBudget(0.2, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(budget.spend()).isTrue();
        }
        assertThat(budget.spend()).isFalse();
        for (int i = 0; i < 4; i++) {
            budget.earn();
            assertThat(budget.spend()).isFalse();
        }
        budget.earn();
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isFalse();
    }

    @Test
    void keepsNoMoreThanItsBurst() {
        RetryBudget budget = new RetryBudget(1, 2);
        for (int i = 0; i < 100; i++) {
            budget.earn();
        }
        assertThat(budget.left()).isEqualTo(2);
        budget.limit(1, 1);
        assertThat(budget.left()).isEqualTo(1);
        budget.limit(1, 3);
        assertThat(budget.left()).isEqualTo(3);
        budget.limit(1, 0);
        assertThat(budget.spend()).isFalse();
    }

    @Test
    void noMoreIsSpentThanIsKeptSinceItWasLowered() {
        RetryBudget budget = new RetryBudget(0, 100);
        budget.limit(0, 2);
        assertThat(budget.spend()).isTrue();
        assertThat(budget.left()).isEqualTo(1);
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isFalse();
    }
}
