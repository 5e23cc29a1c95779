package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"x-ratelimit-remaining-requests", "X-RateLimit-Limit", "anthropic-ratelimit-tokens-reset",
        "RateLimit", "ratelimit-policy", "ratelimitbysize-remaining", "anthropic-priority-input-tokens-limit",
        "x-trial-endpoint-call-remaining", "x-endpoint-monthly-call-limit", "OpenAI-Organization", "openai-project",
        "anthropic-organization-id", "Alt-Svc", "Strict-Transport-Security", "access-control-expose-headers",
        "X-Patchbay-Provider", "x-patchbay-time-ms"})
    void whatTellsOfOurKeysOrOfTheProvidersAddressStaysHere(String name) {
        assertThat(ClientHeaders.withheld(name, 200)).isTrue();
        assertThat(ClientHeaders.withheld(name, 429)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type", "request-id", "x-request-id", "x-amzn-RequestId", "openai-processing-ms",
        "openai-version", "cf-ray", "x-should-retry"})
    void whatTellsOfTheAnswerGoesOn(String name) {
        assertThat(ClientHeaders.withheld(name, 200)).isFalse();
        assertThat(ClientHeaders.withheld(name, 429)).isFalse();
    }

    @Test
    void onlyWhoIsRefusedIsToldWhenToTryAgain() {
        assertThat(ClientHeaders.withheld("Retry-After", 200)).isTrue();
        assertThat(ClientHeaders.withheld("retry-after-ms", 200)).isTrue();
        assertThat(ClientHeaders.withheld("Retry-After", 429)).isFalse();
        assertThat(ClientHeaders.withheld("retry-after-ms", 503)).isFalse();
    }
}
