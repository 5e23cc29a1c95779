package io.patchbay.telemetry.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.listen.FinishedAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Exchanges and attempts as they end. */
final class Finished {
    private Finished() {}

    static Exchange chat(boolean stream) {
        WireRequest request = WireRequest.builder("openai-chat", Operation.CHAT)
                .model("what the client wrote")
                .stream(stream)
                .build();
        return Exchange.of("id", Caller.ANONYMOUS, Instant.EPOCH, request, _ -> {
            throw new AssertionError("metrics do not read the request");
        });
    }

    static FinishedAttempt ok(String provider, String model) {
        return new FinishedAttempt(Target.of(provider, model, 1), Optional.empty(), 200, Optional.empty(),
                Duration.ZERO,
                Duration.ofMillis(20), Optional.of(Duration.ofMillis(10)));
    }

    static FinishedAttempt failed(String provider, String model, int status, ErrorKind kind) {
        return new FinishedAttempt(Target.of(provider, model, 1), Optional.empty(), status, Optional.of(kind),
                Duration.ZERO,
                Duration.ofMillis(20), Optional.empty());
    }
}
