package io.patchbay.upstream;

import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import java.time.Instant;

/** Requests for tests. */
public final class Requests {
    private Requests() {}

    /** A chat request. */
    public static WireRequest chat() {
        return WireRequest.builder("openai-chat", Operation.CHAT).path("/chat/completions").model("m")
                .body(Bytes.utf8("{\"model\":\"m\"}")).build();
    }

    /** An attempt to send a request. */
    public static Attempt.Builder attempt(WireRequest wire) {
        Exchange exchange = Exchange.of("test", Caller.ANONYMOUS, Instant.EPOCH, wire, _ -> {
            throw new AssertionError("nobody asked for the neutral model");
        });
        return Attempt.builder(exchange, Target.of("main", "m", 1));
    }
}
