package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Priority;
import io.patchbay.api.exchange.Target;
import io.patchbay.core.internal.Health.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final GatewayException limited = new GatewayException(ErrorKind.RATE_LIMITED, "slow down");
    private final GatewayException broken = new GatewayException(ErrorKind.UPSTREAM, "broken");

    private final Bench bench = new Bench();
    private final Health health = bench.pipeline.health();
    private final Random random = new Random(1);

    HealthTest() {
        provider(Map.of());
    }

    @Test
    void aKeyThatIsLimitedRestsAsLongAsItIsToldForThatModelOnly() {
        key("one", Map.of());
        permit("m").ended(limited(7));
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(7));
        assertThat(enter("other")).isInstanceOf(Entry.Granted.class);
        pass(Duration.ofMillis(6_999));
        assertThat(resting("m").error().kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        pass(Duration.ofMillis(1));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aKeyThatIsNotToldHowLongRestsLongerEachTimeUpToABound() {
        provider(Map.of("cooldownMs", 1_000L));
        key("one", Map.of());
        for (int seconds : new int[]{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            permit("m").ended(Optional.of(limited));
            assertThat(rests("m")).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds));
        }
        permit("m").ended(Optional.empty());
        permit("m").ended(Optional.of(limited));
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatIsLimitedSideBySideIsOneFailureAndShortensNoRest() {
        key("one", Map.of());
        Permit first = permit("m");
        Permit second = permit("m");
        Permit third = permit("m");
        first.ended(limited(60));
        second.ended(Optional.of(limited));
        third.ended(Optional.empty());
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(60));
        pass(Duration.ofSeconds(60));
        permit("m").ended(Optional.of(limited));
        assertThat(rests("m")).as("the second failure in a row").isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void retryAfterOfAnOverloadIsRespectedToo() {
        key("one", Map.of());
        Permit permit = permit("m");
        permit.answered(503, Headers.EMPTY);
        permit.ended(Optional.of(new GatewayException(ErrorKind.OVERLOADED, "busy").withUpstreamStatus(503)
                .withRetryAfter(Duration.ofSeconds(9))));
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aRefusedKeyIsOutForAllModelsUntilItsConfigurationChanges() {
        Origin refused = key("one", Map.of(".value", "a"));
        permit("m").ended(refused(401, "no"));
        assertThat(enter("m")).isInstanceOf(Entry.Refused.class);
        assertThat(enter("other")).isInstanceOf(Entry.Refused.class);
        pass(Duration.ofDays(1));
        assertThat(enter("m")).isInstanceOf(Entry.Refused.class);

        key(refused, "one", Map.of(".value", "b"));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aRefusalOfTheOldSecretDoesNotTakeTheNewOneOut() {
        Origin rotated = key("one", Map.of(".value", "a"));
        Permit old = permit("m");
        key(rotated, "one", Map.of(".value", "b"));
        old.ended(refused(401, "no"));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aRefusalOfOneModelTakesTheKeyOutForThatModelOnly() {
        Origin one = key("one", Map.of());
        permit("gpt-5").ended(refused(403, "Project p does not have access to model gpt-5"));
        assertThat(enter("gpt-5")).isInstanceOf(Entry.Refused.class);
        assertThat(enter("gpt-4")).isInstanceOf(Entry.Granted.class);
        key(one, "one", Map.of("weight", 2.0));
        assertThat(enter("gpt-5")).isInstanceOf(Entry.Granted.class);
        permit("gpt-5").ended(refused(403, "This account is closed"));
        assertThat(enter("gpt-4")).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void whatRestsGoesOnRestingWhenSomethingElseOfTheKeyOrItsProviderChanges() {
        Origin one = key("one", Map.of());
        permit("m").ended(limited(30));
        key(one, "one", Map.of("weight", 7.0));
        provider(Map.of("cooldownMs", 9L));
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(30));
        key(one, "one", Map.of(".value", "another"));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aProviderThatMovesBeginsAnewAndOneOfWhichSomethingElseChangesDoesNot() {
        provider(Map.of("baseUrl", "http://a", "cooldownMs", 60_000L));
        key("one", Map.of());
        Target target = Target.of("main", "m", 1);
        Permit old = permit("m");
        fail("m", 3);
        for (int i = 0; i < 20; i++) {
            bench.pipeline.firstEvents().add(target, 7);
        }
        bench.pipeline.loads().begins(target).ended(true);

        provider(Map.of("baseUrl", "http://a", "cooldownMs", 60_000L, "headersTimeoutMs", 9L));
        assertThat(rests("m")).isEqualTo(Duration.ofMinutes(1));
        assertThat(bench.pipeline.firstEvents().p95(target)).hasValue(7);
        assertThat(bench.pipeline.loads().of(target).failureShare()).isPositive();

        provider(Map.of("baseUrl", "http://b", "cooldownMs", 60_000L));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
        assertThat(bench.pipeline.firstEvents().p95(target)).isEmpty();
        assertThat(bench.pipeline.loads().of(target)).isEqualTo(Load.Reading.NOTHING);
        old.ended(limited(30));
        assertThat(enter("m")).as("an attempt at the old address says nothing of the new").isInstanceOf(
                Entry.Granted.class);
    }

    @Test
    void aKeyThatWasRefusedIsTriedWhereItsProviderHasMoved() {
        provider(Map.of("region", "us-east-1"));
        key("one", Map.of());
        Permit old = permit("m");
        permit("m").ended(refused(401, "no"));
        provider(Map.of("region", "us-east-1", "cooldownMs", 9L));
        assertThat(enter("m")).isInstanceOf(Entry.Refused.class);

        provider(Map.of("region", "eu-central-1"));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
        old.ended(refused(401, "no"));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void whoWaitsForAPlaceAtTheOldAddressMayGoToTheNew() {
        provider(Map.of("baseUrl", "http://a", "maxConcurrent", 1));
        permit("m");
        bench.time.whenSomebodyWaits(() -> provider(Map.of("baseUrl", "http://b", "maxConcurrent", 1)));
        assertThat(health.awaitPlace(List.of((Entry.Busy) enter("m")), Priority.NORMAL, new Cancellation(),
                Duration.ofMinutes(1).toNanos())).isTrue();
        assertThat(bench.time.nanos()).isZero();
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void whatIsNotConfiguredAnyMoreIsForgotten() {
        Origin one = key("one", Map.of());
        permit("m").ended(limited(30));
        bench.installed.remove(one.serviceId(), false);
        assertThat(health.providers().iterator().next().models().get("m").keys()).isEmpty();
        key("one", Map.of());
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
        bench.installed.remove(main.serviceId(), false);
        bench.installed.forget(main.leases().bundleId());
        bench.provider(Origins.bundle(), "another", Bench.whole("+ok"));
        assertThat(health.providers()).extracting(ProviderHealth::name).containsExactly("another");
    }

    @Test
    void aKeyNearItsLimitIsSparedAndAtItsLimitRestsUntilTheReset() {
        key("near", Map.of());
        key("far", Map.of());
        left("near", 10);
        int near = 0;
        for (int i = 0; i < 3_000; i++) {
            near += drawn("m").equals("near") ? 1 : 0;
        }
        assertThat(near / 3_000.0).isBetween(0.30, 0.37);

        left("near", 0);
        for (int i = 0; i < 100; i++) {
            assertThat(drawn("m")).isEqualTo("far");
        }
        left("far", 0);
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(40));
        pass(Duration.ofSeconds(40));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aLimitThatIsUsedUpTellsHowLongAKeyRestsWhereNothingElseDoes() {
        key("one", Map.of());
        Permit permit = permit("m");
        permit.answered(429, Headers.of("x-ratelimit-remaining-requests", "0").with("x-ratelimit-reset-requests",
                "1.5s"));
        permit.ended(Optional.of(limited));
        assertThat(rests("m")).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void aKeyHasNoMoreAttemptsAtATimeThanItMay() {
        key("one", Map.of("maxConcurrent", 2));
        Permit first = permit("m");
        permit("m");
        assertThat(enter("m")).isInstanceOfSatisfying(Entry.Busy.class, busy -> {
            assertThat(busy.error().status()).isEqualTo(503);
            assertThat(busy.error().retryAfter()).isPresent();
        });
        first.ended(Optional.empty());
        first.ended(Optional.empty());
        permit("m");
        assertThat(enter("m")).isInstanceOf(Entry.Busy.class);
        key("two", Map.of());
        assertThat(drawn("m")).isEqualTo("two");
    }

    @Test
    void aModelThatFailsTakesNeitherItsProviderNorItsKeyWithIt() {
        key("one", Map.of());
        fail("bad", 3);
        assertThat(resting("bad").error().kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(rests("bad")).isEqualTo(Duration.ofSeconds(5));
        assertThat(enter("good")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aKeyThatFailsTakesNoModelWithIt() {
        key("bad", Map.of());
        key("good", Map.of());
        for (int i = 0; i < 40; i++) {
            Entry.Granted granted = (Entry.Granted) enter("m");
            boolean bad = granted.key().orElseThrow().name().equals("bad");
            granted.permit().ended(bad ? Optional.of(broken) : Optional.empty());
        }
        for (int i = 0; i < 40; i++) {
            assertThat(drawn("m")).isEqualTo("good");
        }
    }

    @Test
    void aProviderOfWhichSeveralModelsFailIsNotAskedForAny() {
        key("one", Map.of());
        fail("a", 2);
        fail("b", 1);
        assertThat(rests("c")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aModelThatFailsWithSeveralKeysIsNotAskedWithAny() {
        for (String name : new String[]{"one", "two", "three", "four"}) {
            key(name, Map.of());
        }
        for (int i = 0; i < 3; i++) {
            Set<String> others = Set.of("two", "three", "four");
            others = i == 0 ? others : Set.of("one", i == 1 ? "three" : "two", "four");
            ((Entry.Granted) enter("m", others)).permit().ended(Optional.of(broken));
        }
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatFailsTooOftenRestsAsLongAsItsProviderSays() {
        provider(Map.of("cooldownMs", 700L));
        fail("m", 3);
        assertThat(rests("m")).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void aProviderHasNoMoreAttemptsAtATimeThanItMay() {
        provider(Map.of("maxConcurrent", 2));
        permit("m");
        permit("another");
        assertThat(enter("m")).isInstanceOf(Entry.Busy.class);
        provider(Map.of("maxConcurrent", 3));
        permit("m");
        assertThat(enter("m")).isInstanceOf(Entry.Busy.class);
        provider(Map.of());
        for (int i = 0; i < 100; i++) {
            permit("m");
        }
    }

    @Test
    void anAdaptiveLimitFollowsWhatTheProviderCanDo() {
        provider(Map.of("adaptiveConcurrency", true));
        List<Permit> permits = untilBusy();
        assertThat(permits).hasSize(20);

        GatewayException timeout = new GatewayException(ErrorKind.TIMEOUT, "too slow");
        permits.removeFirst().ended(Optional.of(timeout));
        assertThat(enter("m")).as("18 are let in, 19 are there").isInstanceOf(Entry.Busy.class);
        permits.forEach(permit -> permit.firstEvent(Duration.ofMillis(100).toNanos()));
        assertThat(untilBusy()).as("all answered quickly").hasSizeGreaterThan(5);

        provider(Map.of("adaptiveConcurrency", true, "maxConcurrent", 7));
        permits.forEach(permit -> permit.ended(Optional.empty()));
        assertThat(health.providers().iterator().next().most()).as("never more than that").isEqualTo(7);
        provider(Map.of("adaptiveConcurrency", false));
        assertThat(health.providers().iterator().next().most()).as("any number").isZero();
    }

    @Test
    void onlyWhatIsTheUpstreamsFaultCounts() {
        key("one", Map.of());
        for (ErrorKind kind : new ErrorKind[]{ErrorKind.INVALID_REQUEST, ErrorKind.CANCELLED, ErrorKind.OVERLOADED,
            ErrorKind.CONTENT_FILTERED, ErrorKind.INTERNAL}) {
            for (int i = 0; i < 5; i++) {
                permit("m").ended(Optional.of(new GatewayException(kind, "x")));
            }
        }
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
        for (int i = 0; i < 3; i++) {
            Permit permit = permit("m");
            permit.answered(529, Headers.EMPTY);
            permit.ended(Optional.of(new GatewayException(ErrorKind.OVERLOADED, "x").withUpstreamStatus(529)));
        }
        assertThat(enter("m")).isInstanceOf(Entry.Resting.class);
    }

    @Test
    void theFirstEventOfAProbeClosesTheBreakerAndARefusedRequestDoesAsWell() {
        key("one", Map.of());
        fail("m", 3);
        pass(Duration.ofSeconds(5));
        Permit probe = permit("m");
        assertThat(enter("m")).isInstanceOf(Entry.Resting.class);
        probe.firstEvent(1);
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);

        fail("m", 3);
        pass(Duration.ofSeconds(5));
        Permit refused = permit("m");
        refused.answered(400, Headers.EMPTY);
        refused.ended(Optional.of(new GatewayException(ErrorKind.INVALID_REQUEST, "x")));
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aPrimaryThatIsDownForAMinuteIsAskedFiveTimesAtMostAndIsBackSoon() {
        key("one", Map.of());
        int asked = 0;
        for (int i = 0; i < 20; i++) {
            if (enter("m") instanceof Entry.Granted granted) {
                asked++;
                granted.permit().ended(Optional.of(broken));
            }
            pass(Duration.ofSeconds(3));
        }
        assertThat(asked).isBetween(3, 5);
        int later = 0;
        while (!(enter("m") instanceof Entry.Granted)) {
            pass(Duration.ofSeconds(3));
            later += 3;
        }
        assertThat(later).isLessThanOrEqualTo(15);
    }

    @Test
    void whatWasNotUsedLeavesNothingBehind() {
        key("one", Map.of("maxConcurrent", 1));
        fail("m", 3);
        pass(Duration.ofSeconds(5));
        permit("m").unused();
        permit("m").ended(Optional.empty());
        assertThat(enter("m")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void aProviderWithoutAKeyRestsLikeOneWith() {
        permit("m").ended(limited(3));
        assertThat(rests("m")).isEqualTo(Duration.ofSeconds(3));
        pass(Duration.ofSeconds(3));
        permit("m").ended(refused(401, "who are you?"));
        assertThat(enter("m")).as("there is no key that could be out").isInstanceOf(Entry.Granted.class);
    }

    @Test
    void manyNamesOfModelsAreNotKept() {
        for (int i = 0; i < 20_000; i++) {
            permit("m-" + i).ended(Optional.empty());
        }
        assertThat(health.providers().iterator().next().models()).hasSizeLessThanOrEqualTo(1_000);
    }

    private Origin main;

    private void provider(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("service.pid", Bench.provider("main"));
        bench.configured.add(Bench.provider("main"));
        main = main == null ? Origins.of(properties) : main;
        bench.installed.addProvider(main, Bench.whole("+ok"), properties);
    }

    private Origin key(String name, Map<String, Object> settings) {
        return key(Origins.of(Map.of("service.pid", "io.patchbay.key~" + name)), name, settings);
    }

    private Origin key(Origin origin, String name, Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(Map.of(".value", "secret"));
        properties.putAll(settings);
        properties.put("service.pid", "io.patchbay.key~" + name);
        new ConfiguredKey(TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", "main"), settings),
                properties).whenever(key -> bench.installed.addKey(origin, key));
        return origin;
    }

    private Entry enter(String model) {
        return enter(model, Set.of());
    }

    private Entry enter(String model, Set<String> tried) {
        Snapshot now = bench.installed.snapshot();
        return health.enter(now.providers().get("main").info(), now.keysOf("main"), model, tried, random);
    }

    private Permit permit(String model) {
        return ((Entry.Granted) enter(model)).permit();
    }

    private List<Permit> untilBusy() {
        List<Permit> permits = new ArrayList<>();
        while (permits.size() < 1_000 && enter("m") instanceof Entry.Granted granted) {
            permits.add(granted.permit());
        }
        return permits;
    }

    private String drawn(String model) {
        Entry.Granted granted = (Entry.Granted) enter(model);
        granted.permit().unused();
        return granted.key().map(Key::name).orElseThrow();
    }

    private Entry.Resting resting(String model) {
        return (Entry.Resting) enter(model);
    }

    private Duration rests(String model) {
        return Duration.ofNanos(resting(model).nanos());
    }

    private void fail(String model, int times) {
        for (int i = 0; i < times; i++) {
            permit(model).ended(Optional.of(broken));
        }
    }

    /** An answer with one key says that so many of 100 requests are left for 40 s. */
    private void left(String key, int remaining) {
        String other = key.equals("near") ? "far" : "near";
        Permit permit = ((Entry.Granted) enter("m", Set.of(other))).permit();
        permit.answered(200, Headers.of("x-ratelimit-limit-requests", "100")
                .with("x-ratelimit-remaining-requests", Integer.toString(remaining))
                .with("x-ratelimit-reset-requests", "40s"));
        permit.ended(Optional.empty());
    }

    private void pass(Duration time) {
        bench.time.parkNanos(time.toNanos());
    }

    private Optional<GatewayException> limited(int seconds) {
        return Optional.of(limited.withRetryAfter(Duration.ofSeconds(seconds)));
    }

    private static Optional<GatewayException> refused(int status, String words) {
        return Optional.of(new GatewayException(ErrorKind.KEY_REFUSED, words).withUpstreamStatus(status));
    }
}
