package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.provider.Provider;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ShadowsTest {
    private final Bench bench = new Bench();

    ShadowsTest() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+main"));
    }

    @Test
    void aShadowIsNotWaitedForAndHasARecordOfItsOwn() {
        CountDownLatch go = new CountDownLatch(1);
        Origin lab = lab(attempt -> {
            awaitQuietly(go);
            return Bench.whole("+lab\nusage 7").send(attempt);
        });
        shadowed("lab/other");

        assertThat(bench.ask("m")).isEqualTo("+main\nfinish\n");
        assertThat(bench.finished).singleElement()
                .satisfies(own -> assertThat(own.exchange().shadowOf()).isEmpty());

        go.countDown();
        FinishedExchange shadow = shadow();
        assertThat(shadow.exchange().shadowOf()).contains("id-1");
        assertThat(shadow.exchange().id()).isEqualTo("id-1-shadow-1");
        assertThat(shadow.route()).contains("m");
        assertThat(shadow.usage().outputTokens()).isEqualTo(7);
        assertThat(shadow.served().orElseThrow().target()).hasToString("lab/other");
        await().untilAsserted(() -> assertThat(bench.taken(lab)).isZero());
        await().untilAsserted(() -> assertThat(bench.pipeline.running().size()).isZero());
    }

    @Test
    void aShadowThatFailsIsTriedOnceAndNobodyNotices() {
        AtomicInteger asked = new AtomicInteger();
        lab(attempt -> {
            asked.incrementAndGet();
            throw new GatewayException(ErrorKind.UPSTREAM, "down");
        });
        shadowed("lab");

        assertThat(bench.ask("m")).isEqualTo("+main\nfinish\n");
        assertThat(shadow().error()).contains(ErrorKind.UPSTREAM);
        assertThat(asked).hasValue(1);
        assertThat(bench.finished).filteredOn(each -> each.exchange().shadowOf().isEmpty()).singleElement()
                .satisfies(own -> assertThat(own.error()).isEmpty());
    }

    @Test
    void moreThanTheBoundAreLeftOutAndCounted() {
        CountDownLatch go = new CountDownLatch(1);
        lab(attempt -> {
            awaitQuietly(go);
            return Bench.whole("+lab").send(attempt);
        });
        shadowed("lab");
        bench.pipeline.shadows().limit(2);

        for (int i = 0; i < 5; i++) {
            bench.ask("m");
        }
        assertThat(bench.pipeline.shadows().leftOut("m")).isEqualTo(3);
        go.countDown();
        await().untilAsserted(() -> assertThat(bench.finished).hasSize(7));
    }

    @Test
    void aShareOfTheRequestsIsMirrored() {
        lab(Bench.whole("+lab"));
        shadowed("lab=0.25", "lab/none=0", "gone");
        bench.pipeline.shadows().limit(10_000);

        for (int i = 0; i < 1_000; i++) {
            bench.ask("m");
        }
        await().untilAsserted(() -> assertThat(bench.pipeline.running().size()).isZero());
        assertThat(bench.finished.stream().filter(each -> each.exchange().shadowOf().isPresent()).count())
                .isBetween(200L, 300L);
    }

    @Test
    void aBundleThatStopsCancelsTheShadowsThatItWouldWaitFor() {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Origin lab = lab(attempt -> {
            sent.countDown();
            awaitQuietly(never);
            throw new GatewayException(ErrorKind.UPSTREAM, "interrupted");
        });
        shadowed("lab");
        bench.ask("m");
        awaitQuietly(sent);

        bench.pipeline.running().cancel(lab.leases(), new GatewayException(ErrorKind.OVERLOADED, "replaced"));

        assertThat(shadow().error()).contains(ErrorKind.OVERLOADED);
    }

    private void shadowed(String... shadows) {
        bench.route("m", Map.of("model", "m", "targets", new String[]{"main"}, "shadow", shadows));
    }

    private Origin lab(Provider provider) {
        return bench.provider(Origins.bundle(), "lab", provider);
    }

    private FinishedExchange shadow() {
        await().untilAsserted(() -> assertThat(bench.finished).hasSize(2));
        return bench.finished.stream().filter(each -> each.exchange().shadowOf().isPresent()).findFirst()
                .orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
