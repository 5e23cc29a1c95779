package io.patchbay.itests.container;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Asks the gateway's service as ingress does. */
final class Client {
    private final Gateway gateway = Platform.service(Gateway.class);
    private final Dialect dialect =
            Platform.service(Dialect.class, dialect -> dialect.name().equals("openai-chat"));

    /** What a client sees. */
    record Reply(int status, Headers headers, String body) {}

    /**
     * Asks a model.
     *
     * @throws io.patchbay.api.error.GatewayException if there is no answer
     */
    Reply ask(String model) {
        Endpoint endpoint = dialect.endpoints().stream().filter(each -> each.operation().equals(Operation.CHAT))
                .findFirst().orElseThrow();
        Bytes body = Bytes.utf8("""
                {"model":"%s","messages":[{"role":"user","content":"Which way?"}]}""".formatted(model));
        RawRequest raw = new RawRequest(endpoint, Map.of(), "", Headers.EMPTY, body);
        Exchange exchange = Exchange.of("container", Caller.ANONYMOUS, Instant.now(), dialect.scan(raw),
                ((ChatCodec) dialect)::readRequest);
        try (Answer answer = gateway.handle(exchange)) {
            StringBuilder text = new StringBuilder();
            for (Optional<Frame> frame = answer.next(); frame.isPresent(); frame = answer.next()) {
                text.append(frame.get().bytes().orElse(Bytes.EMPTY).utf8());
            }
            return new Reply(answer.status(), answer.headers(), text.toString());
        }
    }
}
