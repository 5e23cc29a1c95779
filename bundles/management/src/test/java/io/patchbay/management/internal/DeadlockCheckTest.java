package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;

class DeadlockCheckTest {
    private final DeadlockCheck check = new DeadlockCheck();

    @Test
    void namesThreadsThatBlockEachOther() throws InterruptedException {
        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
        ReentrantLock left = new ReentrantLock();
        ReentrantLock right = new ReentrantLock();
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        List<Thread> threads = List.of(
                Thread.ofPlatform().daemon().name("left-first").start(() -> take(left, right, bothHoldOne)),
                Thread.ofPlatform().daemon().name("right-first").start(() -> take(right, left, bothHoldOne)));
        await().untilAsserted(() -> {
            Result result = check.execute();
            assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
            assertThat(result.iterator().next().getMessage()).contains("left-first", "right-first");
        });
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
    }

    private static void take(ReentrantLock first, ReentrantLock second, CyclicBarrier bothHoldOne) {
        first.lock();
        try {
            bothHoldOne.await();
            second.lockInterruptibly();
            second.unlock();
        } catch (InterruptedException | BrokenBarrierException _) {
            Thread.currentThread().interrupt();
        } finally {
            first.unlock();
        }
    }
}
