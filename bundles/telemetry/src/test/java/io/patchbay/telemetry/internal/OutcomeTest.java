package io.patchbay.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    @Test
    void noErrorIsOk() {
        assertThat(Outcome.of(Optional.empty()).label()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,client_error", "TOO_LARGE,client_error", "AUTHENTICATION,client_error",
        "PERMISSION,client_error", "NOT_FOUND,client_error", "MODEL_NOT_FOUND,client_error",
        "CONTEXT_LENGTH,client_error", "CONTENT_FILTERED,client_error", "RATE_LIMITED,rate_limited",
        "OVERLOADED,overloaded", "TIMEOUT,timeout", "PROVIDER_NOT_INSTALLED,not_installed", "CANCELLED,cancelled",
        "INTERNAL,internal_error", "KEY_REFUSED,upstream_error", "UPSTREAM,upstream_error",
        "OTHER,upstream_error"})
    void everyKindHasAnOutcome(ErrorKind kind, String label) {
        assertThat(Outcome.of(Optional.of(kind)).label()).isEqualTo(label);
    }
}
