package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.core.internal.Breaker.Pass;
import io.patchbay.core.internal.Breaker.State;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long REST = 5 * SECOND;

    private final Breaker breaker = new Breaker();
    private long now = -3 * SECOND;

    @Test
    void opensAfterThreeFailuresOfWhatIsAskedEveryThreeSeconds() {
        for (int i = 0; i < 2; i++) {
            fail();
            now += 3 * SECOND;
        }
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
        fail();
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        assertThat(breaker.waitNanos(now)).isEqualTo(REST);
        assertThat(breaker.enter(now)).isEqualTo(Pass.NONE);
        assertThat(breaker.why()).isEqualTo("UPSTREAM");
    }

    @Test
    void doesNotOpenWhereFailuresLieTooFarApart() {
        for (int i = 0; i < 20; i++) {
            fail();
            now += 5 * SECOND;
        }
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
    }

    @Test
    void randomErrorsAmongManyNeverOpenIt() {
        Random random = new Random(7);
        for (int i = 0; i < 60_000; i++) {
            Pass pass = breaker.enter(now);
            assertThat(pass).isEqualTo(Pass.ORDINARY);
            end(pass, random.nextInt(20) == 0);
            now += SECOND / 1_000;
        }
    }

    @Test
    void opensWhereHalfOfManyFailed() {
        for (int i = 0; i < 10; i++) {
            end(Pass.ORDINARY, false);
        }
        for (int i = 0; i < 9; i++) {
            fail();
        }
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
        fail();
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
    }

    @Test
    void aProbeThatFailsTriplesTheRestUpToAMinute() {
        open();
        for (long rest : new long[]{15, 45, 60, 60}) {
            now += breaker.waitNanos(now);
            assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
            end(breaker.enter(now), true);
            assertThat(breaker.waitNanos(now)).isEqualTo(rest * SECOND);
        }
    }

    @Test
    void aProbeThatSucceedsClosesItWithNothingCounted() {
        open();
        now += REST;
        Pass probe = breaker.enter(now);
        assertThat(probe).isEqualTo(Pass.PROBE);
        breaker.answers(probe);
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
        breaker.succeeded(probe, now);
        fail();
        fail();
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
    }

    @Test
    void aProbeThatComesToNothingLeavesTheNextOneTheChance() {
        open();
        now += REST;
        breaker.abandoned(breaker.enter(now));
        assertThat(breaker.enter(now)).isEqualTo(Pass.PROBE);
    }

    @Test
    void whatEndsLateChangesNothing() {
        open();
        breaker.succeeded(Pass.ORDINARY, now);
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        end(Pass.ORDINARY, true);
        assertThat(breaker.waitNanos(now)).isEqualTo(REST);
    }

    @Test
    void oneOfManyThreadsProbes() throws Exception {
        open();
        now += REST;
        int threads = 64;
        AtomicInteger probes = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                executor.execute(() -> {
                    all.countDown();
                    try {
                        all.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    if (breaker.enter(now) == Pass.PROBE) {
                        probes.incrementAndGet();
                    }
                });
            }
        }
        assertThat(probes).hasValue(1);
    }

    @Test
    void itsRestCanBeEndedOrProlonged() {
        open();
        breaker.prolong(now, 20 * SECOND);
        assertThat(breaker.waitNanos(now)).isEqualTo(20 * SECOND);
        breaker.prolong(now, SECOND);
        assertThat(breaker.waitNanos(now)).isEqualTo(20 * SECOND);
        breaker.endRest(now);
        end(breaker.enter(now), true);
        assertThat(breaker.waitNanos(now)).as("it grows as if the rest had lasted").isEqualTo(15 * SECOND);
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            fail();
        }
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
    }

    private void fail() {
        end(Pass.ORDINARY, true);
    }

    private void end(Pass pass, boolean failed) {
        if (!failed) {
            breaker.succeeded(pass, now);
        } else if (breaker.failed(pass, now, "UPSTREAM")) {
            breaker.open(now, REST, "UPSTREAM");
        }
    }
}
