package io.patchbay.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayExceptionTest {
    private final IllegalStateException cause = new IllegalStateException("sk-secret");

    @Test
    void eachWithKeepsTheRest() {
        GatewayException error = new GatewayException(ErrorKind.INVALID_REQUEST, "Wrong.", cause)
                .withParam("messages[0]")
                .withCode("bad")
                .withUpstreamStatus(422)
                .withRetryAfter(Duration.ofSeconds(2));

        assertThat(error).hasMessage("Wrong.").hasCause(cause);
        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        assertThat(error.param()).contains("messages[0]");
        assertThat(error.code()).contains("bad");
        assertThat(error.upstreamStatus()).hasValue(422);
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(2));
    }

    @Test
    void whatNobodySaidIsEmpty() {
        GatewayException error = new GatewayException(ErrorKind.TIMEOUT, "Late.");

        assertThat(error.param()).isEmpty();
        assertThat(error.code()).isEmpty();
        assertThat(error.upstreamStatus()).isEmpty();
        assertThat(error.retryAfter()).isEmpty();
        assertThat(error.withRetryAfter(Duration.ZERO).retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void theClientSeesTheUpstreamsStatusWhereItIsAnError() {
        assertThat(new GatewayException(ErrorKind.RATE_LIMITED, "").status()).isEqualTo(429);
        assertThat(new GatewayException(ErrorKind.OVERLOADED, "").withUpstreamStatus(529).status()).isEqualTo(529);
        assertThat(new GatewayException(ErrorKind.UPSTREAM, "").withUpstreamStatus(200).status()).isEqualTo(502);
    }

    @Test
    void aRefusedKeyIsNeverToldAsTheClientsFault() {
        GatewayException error =
                new GatewayException(ErrorKind.KEY_REFUSED, "Bad key sk-secret.").withUpstreamStatus(401);

        assertThat(error.status()).isEqualTo(502);
        assertThat(error.publicMessage()).doesNotContain("sk-secret");
    }

    @Test
    void theTextOfOurOwnFaultsStaysInside() {
        assertThat(new GatewayException(ErrorKind.INTERNAL, "sk-secret", cause).publicMessage())
                .doesNotContain("sk-secret").isNotEmpty();
        assertThat(new GatewayException(ErrorKind.UPSTREAM, "Broke off.").publicMessage()).isEqualTo("Broke off.");
    }

    @Test
    void onlyOurOwnFaultsCostAStackTrace() {
        assertThat(new GatewayException(ErrorKind.UPSTREAM, "").getStackTrace()).isEmpty();
        assertThat(new GatewayException(ErrorKind.INTERNAL, "").getStackTrace()).isNotEmpty();
    }
}
