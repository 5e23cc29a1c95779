package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.provider.ModelLister;
import io.patchbay.api.provider.Provider;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a snapshot shows of what is installed, and when. */
@Timeout(30)
class InstalledTest {
    private final Bench bench = new Bench();

    @Test
    void ofTwoVersionsTheOlderServesUntilItIsWithdrawnThenTheNewerInOneSwap() {
        AtomicInteger old = new AtomicInteger();
        AtomicInteger fresh = new AtomicInteger();
        Origin first = count("f", Origins.bundle(), old);
        count("f", Origins.bundle(), fresh);
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));

        bench.ask("m");
        assertThat(List.of(old.get(), fresh.get())).containsExactly(1, 0);
        bench.installed.watch(() -> assertThat(bench.installed.snapshot().filters()).hasSize(1));
        bench.stop(first);
        bench.ask("m");
        assertThat(List.of(old.get(), fresh.get())).containsExactly(1, 1);
    }

    @Test
    void theNewerOfTwoVersionsGetsItsShareOfTheExchangesWhileTheOlderServesAsWell() {
        AtomicInteger old = new AtomicInteger();
        AtomicInteger fresh = new AtomicInteger();
        Leases newer = Origins.bundle();
        count("f", Origins.bundle(), old);
        count("f", newer, fresh);
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));

        newer.share(0.25);
        for (int i = 0; i < 400; i++) {
            bench.ask("m");
        }
        assertThat(old.get() + fresh.get()).isEqualTo(400);
        assertThat(fresh.get()).isBetween(70, 130);
        newer.share(1);
        bench.ask("m");
        assertThat(old.get() + fresh.get()).isEqualTo(401);
        assertThat(bench.installed.snapshot().filters()).as("what most go by").singleElement()
                .satisfies(filter -> assertThat(filter.origin().leases()).isNotEqualTo(newer));
    }

    @Test
    void anExchangeThatGoesByTheNewerVersionOfAProviderIsServedByIt() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        Leases newer = Origins.bundle();
        bench.provider(newer, "main", Bench.whole("+new"));

        assertThat(bench.ask("m")).contains("old");
        newer.share(1);
        assertThat(bench.ask("m")).contains("new");
        newer.close();
        assertThat(bench.ask("m")).contains("old");
    }

    @Test
    void theNewerOneStaysUnseenWhenItGoesFirst() {
        Origin first = count("f", Origins.bundle(), new AtomicInteger());
        Origin second = count("f", Origins.bundle(), new AtomicInteger());
        bench.stop(second);
        assertThat(bench.installed.snapshot().filters()).extracting(FilterEntry::origin).containsExactly(first);
        assertThat(bench.installed.snapshot().gone().filters()).isEmpty();
    }

    @Test
    void noListenerCountsTwiceAndNamelessOnesAreNoVersions() {
        Leases bundle = Origins.bundle();
        Map<String, Object> named = Map.of("component.name", "counter");
        bench.installed.addListener(Origins.of(bundle, "b", named), _ -> {});
        bench.installed.addListener(Origins.of(Origins.bundle(), "b", named), _ -> {});
        bench.installed.addListener(Origins.of(Origins.bundle(), "other", named), _ -> {});
        bench.installed.addListener(Origins.of(bundle, "b", Map.of()), _ -> {});
        bench.installed.addListener(Origins.of(bundle, "b", Map.of()), _ -> {});
        assertThat(bench.installed.snapshot().listeners()).as("with that of the bench").hasSize(5);
    }

    @Test
    void aChangedServiceKeepsItsPlace() {
        Origin origin = bench.provider(Origins.bundle(), "main", Bench.whole("+ok"), "one");
        bench.installed.addProvider(origin, Bench.whole("+ok"),
                Map.of("service.pid", Bench.provider("main"), "models", "two"));
        assertThat(bench.installed.snapshot().providers().get("main").info().models())
                .containsExactly(new ModelPattern("two"));
    }

    @Test
    void allOfAStoppingBundleGoesAtOnce() {
        Leases bundle = Origins.bundle();
        Origin provider = bench.provider(bundle, "main", Bench.whole("+ok"));
        bench.filter(bundle, "f", (exchange, chain) -> chain.proceed(exchange));
        bench.installed.remove(provider.serviceId(), true);
        Snapshot snapshot = bench.installed.snapshot();
        assertThat(snapshot.providers()).isEmpty();
        assertThat(snapshot.filters()).isEmpty();
        assertThat(snapshot.leases()).doesNotContain(bundle);
        assertThat(snapshot.gone().filters()).hasSize(1);
    }

    @Test
    void aConfigurationThatIsBeingAppliedShowsAsAWhole() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.installed.hold();
        bench.installed.remove(old.serviceId(), false);
        assertThat(bench.ask("main/m")).isEqualTo("+old\nfinish\n");
        bench.provider(old.leases(), "main", Bench.whole("+new"));
        bench.provider(Origins.bundle(), "lab", Bench.whole("+lab"));
        assertThat(bench.ask("main/m")).isEqualTo("+old\nfinish\n");
        assertThat(bench.installed.snapshot().providers()).doesNotContainKey("lab");
        bench.installed.release();
        assertThat(bench.ask("main/m")).isEqualTo("+new\nfinish\n");
        assertThat(bench.installed.snapshot().providers()).containsKey("lab");
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void twoThatApplyAreOneChange() {
        bench.installed.hold();
        bench.installed.hold();
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.installed.release();
        assertThat(bench.installed.snapshot().providers()).isEmpty();
        bench.installed.release();
        assertThat(bench.installed.snapshot().providers()).containsKey("main");
    }

    @Test
    void aStoppingBundleIsNotHeld() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.installed.hold();
        bench.stop(old);
        assertThat(bench.installed.snapshot().providers()).isEmpty();
        assertThat(bench.installed.snapshot().gone().providers()).containsKey("main");
        bench.installed.release();
    }

    @Test
    void theNextVersionOfWhatIsHeldTakesOver() {
        Origin old = bench.provider(Origins.bundle(), "main", Bench.whole("+old"));
        bench.installed.hold();
        bench.provider(Origins.bundle(), "main", Bench.whole("+new"));
        assertThat(bench.ask("main/m")).isEqualTo("+old\nfinish\n");
        bench.stop(old);
        assertThat(bench.ask("main/m")).isEqualTo("+new\nfinish\n");
        assertThat(bench.time.nanos()).as("nobody has waited").isZero();
        bench.installed.release();
    }

    @Test
    void aProviderThatIsAskedForItsModelsOnItsWayOutLeavesNoListBehind() {
        Origin old = bench.provider(Origins.bundle(), "main", new Listing(new AtomicInteger()));
        Snapshot before = bench.installed.snapshot();
        old.leases().close();
        assertThat(bench.pipeline.models().all(before, Caller.ANONYMOUS)).isEmpty();
        bench.provider(Origins.bundle(), "main", new Listing(new AtomicInteger()));
        bench.installed.withoutClosed();
        assertThat(models()).contains("main/listed");
    }

    @Test
    void nothingIsHeldForLong() {
        bench.installed.hold();
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.installed.releaseIfOverdue();
        assertThat(bench.installed.snapshot().providers()).isEmpty();
        bench.time.parkNanos(Duration.ofSeconds(2).toNanos());
        bench.installed.releaseIfOverdue();
        assertThat(bench.installed.snapshot().providers()).containsKey("main");
        bench.provider(Origins.bundle(), "lab", Bench.whole("+ok"));
        assertThat(bench.installed.snapshot().providers()).containsKey("lab");
        bench.installed.release();
    }

    @Test
    void atTheEndNothingIsMadeAnewForWhatGoes() {
        Leases bundle = Origins.bundle();
        Origin origin = bench.provider(bundle, "main", Bench.whole("+ok"));
        AtomicInteger told = new AtomicInteger();
        bench.installed.watch(told::incrementAndGet);
        bench.installed.close();

        assertThat(bench.installed.remove(origin.serviceId(), true)).contains(bundle);
        assertThat(bundle.closed()).isTrue();
        assertThat(bench.installed.snapshot().providers()).containsKey("main");
        assertThat(told).hasValue(0);
    }

    @Test
    void aChangedKeyIsSeenAndARunningExchangeKeepsWhatItRead() {
        ConfiguredKey key = key("first");
        Origin origin = Origins.of(Map.of("service.pid", "io.patchbay.key~k"));
        key.whenever(current -> bench.installed.addKey(origin, current));
        Snapshot before = bench.installed.snapshot();
        key.modified(settings(), properties("second"));
        assertThat(secret(before)).isEqualTo("first");
        assertThat(secret(bench.installed.snapshot())).isEqualTo("second");
    }

    @Test
    void noProviderIsKeptByItsListOfModelsWhichItsSuccessorInherits() {
        AtomicInteger asked = new AtomicInteger();
        Origin old = bench.provider(Origins.bundle(), "main", new Listing(asked));
        WeakReference<Provider> reference =
                new WeakReference<>(bench.installed.snapshot().providers().get("main").service());
        bench.ask("main/m");
        assertThat(models()).contains("main/listed");
        Origin fresh = bench.provider(Origins.bundle(), "main", new Listing(asked));
        bench.stop(old);
        assertThat(models()).contains("main/listed");
        assertThat(asked).hasValue(1);
        Awaitility.await().until(() -> {
            System.gc();
            return reference.refersTo(null);
        });

        bench.stop(fresh);
        assertThat(models()).as("while its successor is waited for").contains("main/listed");
    }

    @Test
    void aChangedConfigurationIsAskedForItsModelsAnew() {
        AtomicInteger asked = new AtomicInteger();
        Origin old = bench.provider(Origins.bundle(), "main", new Listing(asked));
        models();
        bench.installed.remove(old.serviceId(), false);
        bench.provider(old.leases(), "main", new Listing(asked));
        models();
        assertThat(asked).hasValue(2);
    }

    private Iterable<String> models() {
        return bench.pipeline.models().all(bench.installed.snapshot(), Caller.ANONYMOUS)
                .keySet();
    }

    private Origin count(String name, Leases bundle, AtomicInteger calls) {
        return bench.filter(bundle, name, (exchange, chain) -> {
            calls.incrementAndGet();
            return chain.proceed(exchange);
        });
    }

    private static String secret(Snapshot snapshot) {
        return snapshot.keysOf("main").keys().getFirst().key().value().orElseThrow();
    }

    private static ConfiguredKey key(String secret) {
        return new ConfiguredKey(settings(), properties(secret));
    }

    private static ConfiguredKey.Settings settings() {
        return TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", "main"), Map.of());
    }

    private static Map<String, Object> properties(String secret) {
        return Map.of("service.pid", "io.patchbay.key~k", ".value", secret);
    }

    /** A provider that lists one model. */
    private record Listing(AtomicInteger asked) implements Provider, ModelLister {
        @Override
        public Answer send(Attempt attempt) {
            return Bench.whole("+ok").send(attempt);
        }

        @Override
        public List<ModelInfo> models(Optional<Key> key) {
            asked.incrementAndGet();
            return List.of(new ModelInfo("listed", "vendor", 0));
        }
    }
}
