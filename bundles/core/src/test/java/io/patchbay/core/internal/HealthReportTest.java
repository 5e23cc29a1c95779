package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Priority;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.listen.Measures;
import io.patchbay.core.internal.Health.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the management plane and the metrics tell of providers and keys that have gone through something. */
class HealthReportTest {
    private static final List<String> KEYS = List.of("limited", "near", "refused");

    private final Bench bench = new Bench();
    private final Health health = bench.pipeline.health();
    private final HealthReport report = new HealthReport(bench.pipeline);
    private final GatewayException broken = new GatewayException(ErrorKind.UPSTREAM, "broken").withUpstreamStatus(500);

    HealthReportTest() {
        provider("main", Map.of("maxConcurrent", 1, "maxQueued", 7, "queueTimeoutMs", 1_500L));
        provider("other", Map.of("adaptiveConcurrency", true));
    }

    @Test
    void aProviderIsToldWithItsBreakersAndThoseOfItsModels() {
        fail("main", "bad", 3);
        permit("main", "good");
        bench.pipeline.loads().begins(Target.of("main", "good", 1)).firstEvent(Duration.ofMillis(20).toNanos());

        assertThat(report.providers()).extracting(told -> told.get("name")).containsExactly("main", "other");
        Map<String, ?> main = report.providers().getFirst();
        assertThat(main.get("breaker")).as("one model alone takes no provider with it").isEqualTo("closed");
        assertThat(main.get("attempts")).isEqualTo(3);
        assertThat(main.get("failures")).isEqualTo(3);
        assertThat(main.get("inFlight")).isEqualTo(1);
        assertThat(JsonText.of(main.get("models"))).isEqualTo("""
                [{"model":"bad","breaker":"open","restsForMs":5000,"why":"UPSTREAM (status 500)","attempts":3,\
                "failures":3,"inFlight":0,"latencyMs":0},{"model":"good","breaker":"closed","restsForMs":0,"why":null,\
                "attempts":0,"failures":0,"inFlight":1,"latencyMs":20}]""");

        pass(Duration.ofSeconds(5));
        assertThat(JsonText.of(report.providers())).contains("\"breaker\":\"half-open\",\"restsForMs\":0");
    }

    @Test
    void aKeyIsToldWithWhatItHasGoneThroughWithEachModel() {
        goThrough();

        assertThat(JsonText.of(report.keys())).isEqualTo("""
                [{"name":"limited","provider":"other","state":"cooling","why":null,"inFlight":0,"maxConcurrent":0,\
                "models":[{"model":"m","state":"cooling","until":"1970-01-01T00:00:30Z","restsForMs":30000,\
                "why":"rate_limited","headroom":1,"breaker":"closed"}]},\
                {"name":"near","provider":"other","state":"healthy","why":null,"inFlight":1,"maxConcurrent":0,\
                "models":[{"model":"m","state":"healthy","until":null,"restsForMs":0,"why":null,"headroom":0.25,\
                "breaker":"closed"}]},\
                {"name":"refused","provider":"other","state":"out","why":"key_refused","inFlight":0,"maxConcurrent":0,\
                "models":[{"model":"m","state":"out","until":null,"restsForMs":0,"why":"key_refused","headroom":1,\
                "breaker":"closed"}]}]""");

        health.reset(Optional.of("other"), Optional.empty(), Optional.empty());
        assertThat(report.keys()).extracting(told -> told.get("state")).containsOnly("healthy");
    }

    @Test
    void limitsAreToldWithWhoWaitsAndWhoWaitedInVain() {
        permit("main", "m");
        bench.time.whenSomebodyWaits(() -> assertThat(limits("main")).isEqualTo("""
                {"provider":"main","inFlight":1,"limit":1,"adaptive":false,"queued":1,"maxQueued":7,\
                "queueTimeoutMs":1500,"shed":0}"""));
        assertThat(awaitPlace()).isFalse();
        assertThat(limits("main")).contains("\"queued\":0", "\"shed\":1");
        assertThat(limits("other")).contains("\"limit\":20,\"adaptive\":true");

        health.budget().limit(0.2, 30);
        health.budget().spend();
        assertThat(JsonText.of(report.limits().get("retryBudget"))).contains("\"burst\":30").contains("\"left\":29");
    }

    @Test
    void theMetricsTellTheSame() {
        goThrough();
        fail("main", "bad", 3);
        permit("main", "good");
        assertThat(awaitPlace()).isFalse();

        assertThat(measured()).containsEntry("patchbay_breakers_open provider main", 1.0)
                .containsEntry("patchbay_breakers_open provider other", 0.0)
                .containsEntry("patchbay_attempts_in_flight provider main", 1.0)
                .containsEntry("patchbay_attempts_limit provider main", 1.0)
                .containsEntry("patchbay_attempts_limit provider other", 18.0)
                .containsEntry("patchbay_requests_queued provider main", 0.0)
                .containsEntry("patchbay_requests_shed provider main", 1.0)
                .containsEntry("patchbay_key_state provider other key near", 0.0)
                .containsEntry("patchbay_key_state provider other key limited", 1.0)
                .containsEntry("patchbay_key_state provider other key refused", 2.0)
                .containsEntry("patchbay_retry_budget", health.budget().left());
    }

    /** One key is limited, one is near its limit and in use, one is refused. */
    private void goThrough() {
        KEYS.forEach(name -> bench.key(name, "other"));
        Permit limited = permit("other", "m", "limited");
        limited.answered(429, Headers.EMPTY);
        limited.ended(Optional.of(new GatewayException(ErrorKind.RATE_LIMITED, "slow").withUpstreamStatus(429)
                .withRetryAfter(Duration.ofSeconds(30))));
        Permit refused = permit("other", "m", "refused");
        refused.answered(401, Headers.EMPTY);
        refused.ended(Optional.of(new GatewayException(ErrorKind.KEY_REFUSED, "no").withUpstreamStatus(401)));
        permit("other", "m", "near").answered(200, Headers.of("x-ratelimit-limit-requests", "100")
                .with("x-ratelimit-remaining-requests", "25"));
    }

    private void provider(String name, Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("service.pid", Bench.provider(name));
        bench.configured.add(Bench.provider(name));
        bench.installed.addProvider(Origins.of(properties), Bench.whole("+ok"), properties);
    }

    private Entry enter(String provider, String model, Set<String> without) {
        Snapshot now = bench.installed.snapshot();
        return health.enter(now.providers().get(provider).info(), now.keysOf(provider), model, without,
                bench.pipeline.random());
    }

    private Permit permit(String provider, String model) {
        return ((Entry.Granted) enter(provider, model, Set.of())).permit();
    }

    private Permit permit(String provider, String model, String key) {
        Set<String> others = new HashSet<>(KEYS);
        others.remove(key);
        return ((Entry.Granted) enter(provider, model, others)).permit();
    }

    private void fail(String provider, String model, int times) {
        for (int i = 0; i < times; i++) {
            Permit permit = permit(provider, model);
            permit.answered(500, Headers.EMPTY);
            permit.ended(Optional.of(broken));
        }
    }

    private boolean awaitPlace() {
        return health.awaitPlace(List.of((Entry.Busy) enter("main", "m", Set.of())), Priority.NORMAL,
                new Cancellation(), Duration.ofMinutes(1).toNanos());
    }

    private String limits(String provider) {
        return ((List<?>) report.limits().get("providers")).stream().map(JsonText::of)
                .filter(told -> told.contains("\"provider\":\"" + provider + "\"")).findFirst().orElseThrow();
    }

    private Map<String, Double> measured() {
        Map<String, Double> measured = new TreeMap<>();
        new HealthMeasures(bench.pipeline).read(new Measures.Reader() {
            @Override
            public void gauge(String name, String help, double value, String... labels) {
                measured.put((name + " " + String.join(" ", labels)).strip(), value);
            }

            @Override
            public void counter(String name, String help, double value, String... labels) {
                gauge(name, help, value, labels);
            }
        });
        return measured;
    }

    private void pass(Duration time) {
        bench.time.parkNanos(time.toNanos());
    }
}
