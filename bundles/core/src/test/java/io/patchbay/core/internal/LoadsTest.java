package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.TargetLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LoadsTest {
    private static final Offset<Double> HARDLY = within(0.02);

    private final FakeTime time = new FakeTime();
    private final Loads loads = new Loads(time);
    private final Target target = Target.of("main", "m", 1);

    @Test
    void aTargetThatWasNeverAskedIsIdleAndSound() {
        assertThat(loads.of(target)).isEqualTo(Load.Reading.NOTHING);
        assertThat(loads.all()).isEmpty();
    }

    @Test
    void anAttemptIsInFlightUntilItsEndWhichCountsOnce() {
        Loads.Running one = loads.begins(target);
        Loads.Running other = loads.begins(target);
        assertThat(loads.of(target).inFlight()).isEqualTo(2);

        one.firstEvent(1);
        assertThat(loads.of(target).inFlight()).isEqualTo(2);
        one.ended(false);
        one.ended(true);
        one.firstEvent(Long.MAX_VALUE);
        assertThat(loads.of(target)).isEqualTo(new Load.Reading(1, Duration.ofNanos(1), 0));
        other.ended(false);
        assertThat(loads.of(target).inFlight()).isZero();
    }

    @Test
    void aTargetIsAModelOfAProviderWhateverItsWeight() {
        loads.begins(target);

        assertThat(loads.of(Target.of("main", "m", 7)).inFlight()).isEqualTo(1);
        assertThat(loads.of(Target.of("main", "n", 1)).inFlight()).isZero();
        assertThat(loads.of(Target.of("other", "m", 1)).inFlight()).isZero();
        assertThat(loads.all()).containsOnlyKeys("main/m");
    }

    @Test
    void aSlowAnswerCountsAtOnceAndAQuickOneByAndBy() {
        answer(100);
        assertThat(latencyMs()).isEqualTo(100);
        answer(2_000);
        assertThat(latencyMs()).isEqualTo(2_000);
        answer(100);
        assertThat(latencyMs()).isBetween(1_900.0, 2_000.0);

        for (int i = 0; i < 300; i++) {
            answer(100);
        }
        assertThat(latencyMs()).as("after 30 s").isBetween(100.0, 200.0);
    }

    @Test
    void aTargetThatIsNotAskedIsTriedAgain() {
        answer(1_000);
        pass(Duration.ofSeconds(10));
        assertThat(latencyMs()).isCloseTo(1_000 / Math.E, within(1.0));
        pass(Duration.ofMinutes(5));
        assertThat(loads.of(target).latency()).isZero();
    }

    @Test
    void whoHangsIsSlowBeforeItAnswers() {
        answer(10);
        Loads.Running hanging = loads.begins(target);
        loads.begins(target);
        pass(Duration.ofSeconds(3));
        assertThat(latencyMs()).isEqualTo(3_000);

        hanging.firstEvent(Duration.ofSeconds(3).toNanos());
        assertThat(latencyMs()).as("a sign of life, by a slow one").isEqualTo(3_000);
        pass(Duration.ofSeconds(20));
        assertThat(latencyMs()).as("the other still waits").isEqualTo(20_000);
    }

    @Test
    void whatIsBeingAnsweredDoesNotWait() {
        loads.begins(target).firstEvent(Duration.ofMillis(10).toNanos());
        pass(Duration.ofMinutes(5));

        assertThat(loads.of(target)).isEqualTo(new Load.Reading(1, Duration.ZERO, 0));
    }

    @Test
    void aFailureIsASlowAnswerTheMoreSoTheMoreThereAre() {
        fail(1);
        assertThat(loads.of(target).failureShare()).isCloseTo(0.125, HARDLY);
        assertThat(latencyMs()).as("one").isBetween(500.0, 1_500.0);
        for (int i = 0; i < 30; i++) {
            fail(1);
        }
        assertThat(loads.of(target).failureShare()).isGreaterThan(0.95);
        assertThat(latencyMs()).as("many").isGreaterThan(50_000);

        for (int i = 0; i < 600; i++) {
            answer(100);
        }
        assertThat(loads.of(target).failureShare()).isLessThan(0.01);
        assertThat(latencyMs()).as("sound for a minute").isBetween(100.0, 300.0);
    }

    @Test
    void whoeverIsGoneHasNotBeenAnsweredQuickly() {
        answer(1_000);
        loads.begins(target).ended(false);
        assertThat(latencyMs()).isCloseTo(1_000, within(1.0));

        Loads.Running waitedFor = loads.begins(target);
        pass(Duration.ofSeconds(5));
        waitedFor.ended(false);
        assertThat(latencyMs()).isEqualTo(5_000);
        assertThat(loads.of(target).failureShare()).isZero();
    }

    @Test
    void madeUpModelsAreForgotten() {
        Loads.Running known = loads.begins(target);
        for (int i = 0; i < 50_000; i++) {
            loads.begins(Target.of("main", "made up " + i, 1)).ended(true);
            if (i % 100 == 0) {
                loads.begins(target).ended(false);
            }
        }
        assertThat(loads.all()).hasSizeLessThanOrEqualTo(10_000);
        assertThat(loads.of(target).inFlight()).as("what is asked for often is known still").isEqualTo(1);
        known.ended(false);

        pass(Duration.ofHours(2));
        assertThat(loads.of(target)).isEqualTo(Load.Reading.NOTHING);
    }

    @Test
    void manyThreadsLoseNothing() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 2_000; j++) {
                    Loads.Running running = loads.begins(target);
                    running.firstEvent(1_000);
                    running.ended(false);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(loads.of(target)).isEqualTo(new Load.Reading(0, Duration.ofNanos(1_000), 0));
    }

    private void answer(long ms) {
        Loads.Running running = loads.begins(target);
        pass(Duration.ofMillis(100));
        running.firstEvent(Duration.ofMillis(ms).toNanos());
        running.ended(false);
    }

    private void fail(long ms) {
        Loads.Running running = loads.begins(target);
        pass(Duration.ofMillis(ms));
        running.ended(true);
    }

    private double latencyMs() {
        TargetLoad load = loads.of(target);
        return load.latency().toNanos() / 1e6;
    }

    private void pass(Duration duration) {
        time.parkNanos(duration.toNanos());
    }
}
