package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.provider.ModelLister;
import io.patchbay.api.provider.Prober;
import io.patchbay.api.provider.Provider;
import io.patchbay.core.internal.Health.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private final Bench bench = new Bench();
    private final Health health = bench.pipeline.health();
    private final List<Runnable> begun = new ArrayList<>();
    private final Probes probes = new Probes(health, bench.installed, begun::add);
    private boolean well;
    private int asked;

    @Test
    void aProberThatIsWellAgainIsUsedAtOnce() {
        provider(new Probing(), 1_000L);
        fail(3);
        probe();
        assertThat(asked).isEqualTo(1);
        assertThat(enter()).isInstanceOf(Entry.Resting.class);
        probe();
        assertThat(asked).as("not before its time").isEqualTo(1);

        well = true;
        pass(Duration.ofSeconds(1));
        probe();
        assertThat(enter()).isInstanceOf(Entry.Granted.class);
        fail(2);
        assertThat(enter()).as("nothing is counted").isInstanceOf(Entry.Granted.class);
    }

    @Test
    void noRequestFindsOutWhileProbesDo() {
        provider(new Probing(), 1_000L);
        fail(3);
        for (int i = 0; i < 60; i++) {
            probe();
            assertThat(enter()).isInstanceOf(Entry.Resting.class);
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void aListOfModelsLetsTheNextRequestFindOut() {
        provider(new Listing(), 1_000L);
        fail(3);
        well = true;
        probe();
        Permit next = ((Entry.Granted) enter()).permit();
        assertThat(enter()).isInstanceOf(Entry.Resting.class);
        next.ended(Optional.of(new GatewayException(ErrorKind.UPSTREAM, "x")));
        assertThat(((Entry.Resting) enter()).nanos()).isEqualTo(Duration.ofSeconds(15).toNanos());
    }

    @Test
    void whatIsWellOrNotToBeProbedIsNotAsked() {
        provider(new Probing(), 1_000L);
        pass(Duration.ofMinutes(1));
        probe();
        assertThat(begun).isEmpty();

        bench.installed.remove(main.serviceId(), false);
        provider(new Probing(), 0L);
        fail(3);
        pass(Duration.ofMinutes(1));
        probe();
        assertThat(asked).isZero();
    }

    private Origin main = Origins.of(Map.of("service.pid", Bench.provider("main")));

    private void provider(Provider provider, long probeMs) {
        main = Origins.of(Map.of("service.pid", Bench.provider("main")));
        bench.installed.addProvider(main, provider,
                Map.of("service.pid", Bench.provider("main"), "probeMs", probeMs));
        pass(Duration.ofSeconds(2));
    }

    private void probe() {
        probes.begin();
        begun.forEach(Runnable::run);
        begun.clear();
    }

    private Entry enter() {
        Snapshot now = bench.installed.snapshot();
        return health.enter(now.providers().get("main").info(), now.keysOf("main"), "m", Set.of(), new Random(1));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            ((Entry.Granted) enter()).permit()
                    .ended(Optional.of(new GatewayException(ErrorKind.UPSTREAM, "broken")));
        }
    }

    private void pass(Duration time) {
        bench.time.parkNanos(time.toNanos());
    }

    private void ask() {
        asked++;
        if (!well) {
            throw new GatewayException(ErrorKind.UPSTREAM, "still down");
        }
    }

    private final class Probing implements Provider, Prober {
        @Override
        public Answer send(Attempt attempt) {
            throw new AssertionError();
        }

        @Override
        public void probe(Optional<Key> key) {
            ask();
        }
    }

    private final class Listing implements Provider, ModelLister {
        @Override
        public Answer send(Attempt attempt) {
            throw new AssertionError();
        }

        @Override
        public List<ModelInfo> models(Optional<Key> key) {
            ask();
            return List.of();
        }
    }
}
