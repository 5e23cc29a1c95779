package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Priority;
import io.patchbay.core.internal.Health.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exchanges that wait for a place, each on a thread of its own; time stands still unless a test moves it. */
@Timeout(20)
class WaitingTest {
    private final Health health = new Health(Time.SYSTEM, new RetryBudget(0.2, 100));
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void aPlaceThatIsGivenBackGoesToTheFirstOfTheHighestPriority() throws Exception {
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "queueTimeoutMs", 20_000));
        Permit held = permit(main);
        queue(main, "low", Priority.LOW);
        queue(main, "first", Priority.NORMAL);
        queue(main, "second", Priority.NORMAL);
        queue(main, "high", Priority.HIGH);

        held.ended(Optional.empty());
        join();
        assertThat(served).containsExactly("high", "first", "second", "low");
        assertThat(health.of(main).line().shed()).isZero();
    }

    @Test
    void whoComesWhenTheQueueIsFullPushesTheLeastImportantOutOrIsSentAway() throws Exception {
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "maxQueued", 2, "queueTimeoutMs", 20_000));
        Permit held = permit(main);
        queue(main, "normal", Priority.NORMAL);
        queue(main, "low", Priority.LOW);
        assertThat(awaits(main, Priority.LOW, new Cancellation())).as("nobody is less important").isFalse();
        start(main, "high", Priority.HIGH);
        await().until(() -> refused.contains("low"));

        held.ended(Optional.empty());
        join();
        assertThat(served).containsExactly("high", "normal");
        assertThat(health.of(main).line().shed()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsWhereNobodyMay() {
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "maxQueued", 0));
        permit(main);
        assertThat(awaits(main, Priority.HIGH, new Cancellation())).isFalse();
    }

    @Test
    void waitingEndsWithTheTimeOfTheQueueOrOfTheExchange() {
        FakeTime time = new FakeTime();
        Health slow = new Health(time, new RetryBudget(0.2, 100));
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "queueTimeoutMs", 7_000));
        enter(slow, main);
        assertThat(slow.awaitPlace(List.of((Entry.Busy) enter(slow, main)), Priority.NORMAL, new Cancellation(),
                Duration.ofMinutes(1).toNanos())).isFalse();
        assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(7).toNanos());
        assertThat(slow.awaitPlace(List.of((Entry.Busy) enter(slow, main)), Priority.NORMAL, new Cancellation(),
                Duration.ofSeconds(9).toNanos())).isFalse();
        assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(9).toNanos());
        assertThat(slow.of(main).line().length()).isZero();
        assertThat(slow.of(main).line().shed()).isEqualTo(2);
    }

    @Test
    void whereNothingIsSetAThousandWaitForTenSeconds() {
        FakeTime time = new FakeTime();
        Health slow = new Health(time, new RetryBudget(0.2, 100));
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1));
        enter(slow, main);
        for (int i = 0; i < 1_000; i++) {
            assertThat(slow.of(main).line().join(new Waiter(Priority.NORMAL, -i),
                    slow.of(main).limits().maxQueued())).isTrue();
        }
        assertThat(slow.of(main).line().join(new Waiter(Priority.NORMAL, 1), slow.of(main).limits().maxQueued()))
                .isFalse();
        assertThat(slow.awaitPlace(List.of((Entry.Busy) enter(slow, main)), Priority.HIGH, new Cancellation(),
                Duration.ofMinutes(1).toNanos())).isFalse();
        assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void aClientThatIsGoneWaitsNoLonger() throws Exception {
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "queueTimeoutMs", 20_000));
        permit(main);
        Cancellation gone = new Cancellation();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.startVirtualThread(
                () -> thrown.set(catchThrowable(() -> awaits(main, Priority.NORMAL, gone))));
        await().until(() -> health.of(main).line().length() == 1);
        gone.cancel(new GatewayException(ErrorKind.CANCELLED, "gone"));
        thread.join();
        assertThat(thrown.get()).hasMessage("gone");
        assertThat(health.of(main).line().length()).isZero();
        assertThat(health.of(main).line().shed()).isZero();
    }

    @Test
    void whatWasGivenBackSinceTheQuestionIsNotWaitedFor() {
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "queueTimeoutMs", 20_000));
        Permit held = permit(main);
        Entry.Busy busy = (Entry.Busy) enter(health, main);
        held.ended(Optional.empty());
        assertThat(health.awaitPlace(List.of(busy), Priority.NORMAL, new Cancellation(), later())).isTrue();
    }

    @Test
    void whoWaitsForSeveralProvidersIsCalledByTheFirst() throws Exception {
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "queueTimeoutMs", 20_000));
        ProviderInfo spare = provider("spare", Map.of("maxConcurrent", 1, "queueTimeoutMs", 20_000));
        permit(main);
        Permit held = permit(spare);
        List<Entry.Busy> both = List.of((Entry.Busy) enter(health, main), (Entry.Busy) enter(health, spare));
        Thread thread = Thread.startVirtualThread(() -> {
            if (health.awaitPlace(both, Priority.NORMAL, new Cancellation(), later())) {
                served.add("both");
            }
        });
        await().until(() -> health.of(spare).line().length() == 1);
        held.ended(Optional.empty());
        thread.join();
        assertThat(served).containsExactly("both");
        assertThat(health.of(main).line().length()).isZero();
    }

    @Test
    void aHigherLimitLetsInAtOnceAsManyAsThereIsRoomFor() throws Exception {
        ProviderInfo main = provider("main", Map.of("maxConcurrent", 1, "queueTimeoutMs", 20_000));
        permit(main);
        queue(main, "first", Priority.NORMAL);
        queue(main, "second", Priority.NORMAL);
        health.of(main).limit(provider("main", Map.of("maxConcurrent", 3)).limits());
        join();
        assertThat(served).containsExactlyInAnyOrder("first", "second");
    }

    private static ProviderInfo provider(String name, Map<String, Object> settings) {
        Map<String, Object> properties = new java.util.HashMap<>(settings);
        properties.put("service.pid", Bench.provider(name));
        return ProviderInfo.of(properties);
    }

    private static Entry enter(Health health, ProviderInfo provider) {
        return health.enter(provider, new KeyPool(provider.name(), List.of()), "m", Set.of(), new Random(1));
    }

    private Permit permit(ProviderInfo provider) {
        return ((Entry.Granted) enter(health, provider)).permit();
    }

    private boolean awaits(ProviderInfo provider, Priority priority, Cancellation cancellation) {
        return health.awaitPlace(List.of((Entry.Busy) enter(health, provider)), priority, cancellation, later());
    }

    private static long later() {
        return Time.SYSTEM.nanos() + Duration.ofMinutes(1).toNanos();
    }

    /** Somebody begins to wait, and does wait when this returns. */
    private void queue(ProviderInfo provider, String name, Priority priority) {
        int before = health.of(provider).line().length();
        start(provider, name, priority);
        await().until(() -> health.of(provider).line().length() == before + 1);
    }

    private void start(ProviderInfo provider, String name, Priority priority) {
        threads.add(Thread.startVirtualThread(() -> {
            Entry entry = enter(health, provider);
            while (entry instanceof Entry.Busy busy) {
                if (!health.awaitPlace(List.of(busy), priority, new Cancellation(), later())) {
                    refused.add(name);
                    return;
                }
                entry = enter(health, provider);
            }
            served.add(name);
            ((Entry.Granted) entry).permit().ended(Optional.empty());
        }));
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
