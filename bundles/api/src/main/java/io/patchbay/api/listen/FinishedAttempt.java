package io.patchbay.api.listen;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Target;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one attempt.
 *
 * @param target what was tried
 * @param keyName the name of the key that was used; empty where the provider needs none
 * @param status the HTTP status of the upstream's answer; 0 where none came
 * @param error what went wrong; empty for an attempt whose answer was used
 * @param after from the exchange's begin to sending
 * @param duration from sending to the last byte, or to the failure
 * @param firstEvent from sending to the first useful event; empty where none came
 */
public record FinishedAttempt(Target target, Optional<String> keyName, int status, Optional<ErrorKind> error,
        Duration after, Duration duration, Optional<Duration> firstEvent) {
    /** Checks that every component is there. */
    public FinishedAttempt {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(keyName, "keyName");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(firstEvent, "firstEvent");
    }
}
