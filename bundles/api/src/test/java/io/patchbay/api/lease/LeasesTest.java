package io.patchbay.api.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LeasesTest {
    private static final AtomicLong BUNDLES = new AtomicLong(1L << 40);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final long bundle = BUNDLES.incrementAndGet();
    private final Leases leases = Leases.of(bundle);

    @Test
    void allUsersOfABundleShareOneCountUntilItHasStopped() {
        assertThat(Leases.of(bundle)).isSameAs(leases);
        assertThat(leases.bundleId()).isEqualTo(bundle);
        leases.close();
        assertThat(Leases.of(bundle)).isSameAs(leases);
        Leases.stopped(bundle);
        Leases next = Leases.of(bundle);
        assertThat(next).isNotSameAs(leases);
        assertThat(next.take()).isTrue();
        assertThat(leases.taken()).isZero();
    }

    @Test
    void aNewerVersionGetsNothingUntilItIsGivenAShare() {
        assertThat(leases.share()).isZero();
        leases.share(0.25);
        assertThat(Leases.of(bundle).share()).isEqualTo(0.25);
        for (double wrong : new double[]{-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> leases.share(wrong)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 0 to 1");
        }
        assertThat(leases.share()).isEqualTo(0.25);
    }

    @Test
    void thereIsNoneOnceClosedAndThoseThatWereTakenStay() {
        assertThat(leases.take()).isTrue();
        leases.close();
        assertThat(leases.closed()).isTrue();
        assertThat(leases.take()).isFalse();
        assertThat(leases.taken()).isEqualTo(1);
        leases.giveBack();
        assertThat(leases.taken()).isZero();
    }

    @Test
    void aDrainWaitsForTheLastOne() throws Exception {
        assertThat(leases.take()).isTrue();
        assertThat(leases.take()).isTrue();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> drained = threads.submit(() -> leases.drain(LONG));
            Awaitility.await().until(leases::closed);
            leases.giveBack();
            assertThat(drained).isNotDone();
            leases.giveBack();
            assertThat(drained.get()).isTrue();
        }
    }

    @Test
    void aDrainIsBoundedFromWhenTheLeasesWereClosed() {
        assertThat(leases.take()).isTrue();
        assertThat(leases.drain(Duration.ZERO)).isFalse();
        assertThat(leases.drain(Duration.ofNanos(1))).isFalse();
        leases.giveBack();
        assertThat(leases.drain(Duration.ZERO)).isTrue();
    }

    @Test
    void whatIsStillTakenAfterAWhileIsOverdue() {
        assertThat(leases.take()).isTrue();
        assertThat(leases.overdue(Duration.ZERO)).isFalse();
        leases.close();
        assertThat(leases.overdue(Duration.ZERO)).isTrue();
        assertThat(leases.overdue(LONG)).isFalse();
        leases.giveBack();
        assertThat(leases.overdue(Duration.ZERO)).isFalse();
    }

    @Test
    void anInterruptDoesNotCutADrainShort() throws Exception {
        assertThat(leases.take()).isTrue();
        CompletableFuture<Boolean> interruptedAfter = new CompletableFuture<>();
        Thread draining = Thread.startVirtualThread(() -> {
            boolean drained = leases.drain(LONG);
            interruptedAfter.complete(drained && Thread.currentThread().isInterrupted());
        });
        Awaitility.await().until(() -> draining.getState() == Thread.State.TIMED_WAITING);
        draining.interrupt();
        Awaitility.await()
                .until(() -> draining.getState() == Thread.State.TIMED_WAITING && !draining.isInterrupted());
        assertThat(interruptedAfter).isNotDone();
        leases.giveBack();
        assertThat(interruptedAfter.get()).isTrue();
    }

    @Test
    void nobodyUsesABundleAfterItsDrain() throws Exception {
        int takers = 8;
        AtomicInteger using = new AtomicInteger();
        AtomicInteger afterTheEnd = new AtomicInteger();
        AtomicInteger drained = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(takers);
        try (var threads = Executors.newFixedThreadPool(takers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < takers; i++) {
                all.add(threads.submit(() -> {
                    running.countDown();
                    while (leases.take()) {
                        using.incrementAndGet();
                        afterTheEnd.addAndGet(drained.get());
                        using.decrementAndGet();
                        leases.giveBack();
                    }
                }));
            }
            running.await();
            assertThat(leases.drain(LONG)).isTrue();
            drained.set(1);
            assertThat(using).hasValue(0);
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(afterTheEnd).hasValue(0);
        assertThat(leases.taken()).isZero();
    }
}
