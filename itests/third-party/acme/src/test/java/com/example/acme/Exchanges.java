package com.example.acme;

import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;
import java.time.Instant;

/** What a client might have asked. */
final class Exchanges {
    private Exchanges() {}

    static Exchange saying(String text) {
        WireRequest request = WireRequest.builder("test", Operation.CHAT).model("echo").build();
        return Exchange.of("id", Caller.ANONYMOUS, Instant.EPOCH, request,
                _ -> ChatRequest.builder("echo").message(Message.of(Role.USER, text)).build());
    }
}
