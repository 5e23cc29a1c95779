package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Headers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @CsvSource({"1s,1000", "6m0s,360000", "120ms,120", "1h2m3.5s,3723500", "2,2000", "0.25,250", "1d,86400000",
        "90,90000", "2026-01-01T00:01:00Z,60000", "2026-01-01T01:01:00+01:00,60000", "2025-12-31T23:00:00Z,0",
        "1767225660,60000", "1767225660000,60000"})
    void readsResetsInEveryFormat(String reset, long millis) {
        time.set("2026-01-01T00:00:00Z");
        Quota quota = read("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", reset);
        assertThat(quota.resetNanos()).hasValue(Duration.ofMillis(millis).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"soon", "''", "5 parsecs", "-3", "2026-01-01"})
    void aResetThatNobodyUnderstandsIsNotKnown(String reset) {
        assertThat(read("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", reset).resetNanos())
                .isEmpty();
    }

    @Test
    void theTightestLimitDecides() {
        Quota quota = read("X-RateLimit-Limit-Requests", "100", "X-RateLimit-Remaining-Requests", "90",
                "X-RateLimit-Reset-Requests", "1s", "x-ratelimit-limit-tokens", "40000", "x-ratelimit-remaining-tokens",
                "4000", "x-ratelimit-reset-tokens", "54s");
        assertThat(quota.headroom()).isEqualTo(0.1);
        assertThat(quota.resetNanos()).hasValue(Duration.ofSeconds(54).toNanos());
    }

    @Test
    void ofSeveralThatAreUsedUpTheLongestDecides() {
        Quota quota = read("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "9s",
                "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "2s");
        assertThat(quota.resetNanos()).hasValue(Duration.ofSeconds(9).toNanos());
    }

    @Test
    void readsAnthropics() {
        time.set("2026-01-01T00:00:00Z");
        Quota quota = read("anthropic-ratelimit-requests-limit", "50", "anthropic-ratelimit-requests-remaining", "49",
                "anthropic-ratelimit-requests-reset", "2026-01-01T00:00:01Z", "anthropic-ratelimit-input-tokens-limit",
                "30000", "anthropic-ratelimit-input-tokens-remaining", "3000",
                "anthropic-ratelimit-input-tokens-reset", "2026-01-01T00:00:54Z");
        assertThat(quota.headroom()).isEqualTo(0.1);
        assertThat(quota.resetNanos()).hasValue(Duration.ofSeconds(54).toNanos());
    }

    @Test
    void readsTheDraftsOfTheIetf() {
        assertThat(read("RateLimit-Limit", "100, 100;w=60", "RateLimit-Remaining", "5", "RateLimit-Reset", "30"))
                .isEqualTo(quota(0.05, 30));
        assertThat(read("ratelimit", "limit=100, remaining=5, reset=30")).isEqualTo(quota(0.05, 30));
        assertThat(read("RateLimit", "\"burst\";r=0;t=30, \"daily\";r=700;t=36000")).isEqualTo(quota(0, 30));
    }

    @Test
    void whatIsSaidToBeUnknownIs() {
        assertThat(said("x-ratelimit-limit-tokens", "-1", "x-ratelimit-remaining-tokens", "-1",
                "x-ratelimit-reset-tokens", "0")).isEmpty();
        assertThat(said("x-ratelimit-limit-tokens", "0", "x-ratelimit-remaining-tokens", "0")).isEmpty();
        assertThat(said("x-ratelimit-remaining-tokens", "many")).isEmpty();
        assertThat(said("x-request-id", "7", "retry-after", "3", "x-rate", "1")).isEmpty();
    }

    @Test
    void aKeyNearItsLimitKeepsAShareAndOneWithoutRestsUntilTheReset() {
        assertThat(quota(0.5, 60).share(time.nanos())).isEqualTo(1);
        assertThat(quota(0.1, 60).share(time.nanos())).isEqualTo(0.5);
        assertThat(quota(0.1, 60).waitNanos(time.nanos())).isZero();
        Quota used = quota(0, 60);
        assertThat(used.waitNanos(time.nanos())).isEqualTo(Duration.ofSeconds(60).toNanos());
        time.parkNanos(Duration.ofSeconds(60).toNanos());
        assertThat(used.waitNanos(time.nanos())).isZero();
        assertThat(used.share(time.nanos())).isEqualTo(1);
    }

    @Test
    void aLimitOfADayIsLookedAtAgainBeforeItIsOver() {
        assertThat(quota(0, 86_400).waitNanos(time.nanos())).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    private Quota quota(double headroom, long seconds) {
        return read("x-ratelimit-limit", "1000", "x-ratelimit-remaining", Long.toString(Math.round(headroom * 1000)),
                "x-ratelimit-reset", Long.toString(seconds));
    }

    private Quota read(String... headers) {
        return said(headers).orElseThrow();
    }

    private Optional<Quota> said(String... headers) {
        Headers.Builder all = Headers.builder();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return RateLimits.read(all.build(), time);
    }
}
