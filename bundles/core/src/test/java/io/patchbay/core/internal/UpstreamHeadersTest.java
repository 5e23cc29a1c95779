package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "x-api-key", "X-Amz-Security-Token", "X-Amz-Date", "x-amz-content-sha256",
        "Cookie", "Host", "x-patchbay-anything", "X-Forwarded-For"})
    void whatIsTheClientsOwnStaysHere(String name) {
        assertThat(UpstreamHeaders.withheld(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "Accept", "x-amzn-bedrock-trace", "anthropic-beta"})
    void allElseGoesOn(String name) {
        assertThat(UpstreamHeaders.withheld(name)).isFalse();
    }
}
