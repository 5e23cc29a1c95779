package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final GatewayException gone = new GatewayException(ErrorKind.CANCELLED, "The client is gone.");
    private final GatewayException late = new GatewayException(ErrorKind.TIMEOUT, "Too late.");

    @Test
    void theFirstReasonCounts() {
        cancellation.check();
        assertThat(cancellation.cancelled()).isFalse();
        assertThat(cancellation.reason()).isEmpty();

        assertThat(cancellation.cancel(gone)).isTrue();
        assertThat(cancellation.cancel(late)).isFalse();

        assertThat(cancellation.cancelled()).isTrue();
        assertThat(cancellation.reason()).containsSame(gone);
        assertThatThrownBy(cancellation::check).isSameAs(gone);
    }

    @Test
    void actionsRunOnceAndSeeTheReason() {
        List<GatewayException> seen = new ArrayList<>();
        cancellation.onCancel(() -> seen.add(cancellation.reason().orElseThrow()));

        cancellation.cancel(gone);
        cancellation.cancel(late);

        assertThat(seen).containsExactly(gone);
    }

    @Test
    void anActionThatComesLateRunsAtOnce() {
        cancellation.cancel(gone);
        AtomicInteger runs = new AtomicInteger();

        cancellation.onCancel(runs::incrementAndGet).close();

        assertThat(runs).hasValue(1);
    }

    @Test
    void anActionThatWasTakenBackDoesNotRun() {
        AtomicInteger runs = new AtomicInteger();
        cancellation.onCancel(runs::incrementAndGet).close();
        cancellation.onCancel(() -> runs.addAndGet(10));

        cancellation.cancel(gone);

        assertThat(runs).hasValue(10);
    }

    @Test
    void whoeverRegistersWhileItIsCancelledRunsExactlyOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            Cancellation raced = new Cancellation();
            AtomicInteger runs = new AtomicInteger();
            AtomicInteger firsts = new AtomicInteger();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    tasks.add(() -> {
                        raced.onCancel(runs::incrementAndGet);
                        return null;
                    });
                    tasks.add(() -> {
                        firsts.addAndGet(raced.cancel(gone) ? 1 : 0);
                        return null;
                    });
                }
                for (Future<Void> task : threads.invokeAll(tasks)) {
                    task.get();
                }
            }
            assertThat(runs).hasValue(4);
            assertThat(firsts).hasValue(1);
        }
    }
}
