package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Throttle throttle = new Throttle(2, nanos::get);

    @Test
    void afterTooManyFailuresAnAddressWaitsForTheMinuteToEnd() {
        throttle.failed("a");
        pass(Duration.ofSeconds(20));
        assertThat(throttle.secondsToWait("a")).isZero();
        throttle.failed("a");
        assertThat(throttle.secondsToWait("a")).isEqualTo(40);
        pass(Duration.ofMillis(39_500));
        assertThat(throttle.secondsToWait("a")).isEqualTo(1);
        pass(Duration.ofMillis(500));
        assertThat(throttle.secondsToWait("a")).isZero();
    }

    @Test
    void aNewMinuteCountsAnew() {
        throttle.failed("a");
        throttle.failed("a");
        pass(Duration.ofMinutes(1));
        throttle.failed("a");
        assertThat(throttle.secondsToWait("a")).isZero();
    }

    @Test
    void otherAddressesDoNotWait() {
        throttle.failed("a");
        throttle.failed("a");
        assertThat(throttle.secondsToWait("b")).isZero();
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        throttle.failed("first");
        throttle.failed("first");
        for (int i = 0; i < 999; i++) {
            throttle.failed("address " + i);
        }
        assertThat(throttle.secondsToWait("first")).isPositive();
        throttle.failed("one more");
        assertThat(throttle.secondsToWait("first")).isZero();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
