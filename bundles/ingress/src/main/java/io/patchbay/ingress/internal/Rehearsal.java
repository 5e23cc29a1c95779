package io.patchbay.ingress.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.ExchangeReader;
import io.patchbay.api.exchange.Headers;
import io.patchbay.ingress.internal.Router.Match;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Takes a request as far as a client's would come without being answered.
 *
 * @param current what requests are served by now
 */
record Rehearsal(Supplier<Snapshot> current) implements ExchangeReader {
    private static final String ID = "rehearsal";

    @Override
    public Exchange read(String method, String target, Headers headers, Bytes body, String caller) {
        Snapshot snapshot = current.get();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        return switch (snapshot.router().match(method, path, served -> served.authenticates(headers, query))) {
            case Match.Found found ->
                    found.exchange(ID, caller(snapshot, caller), Instant.now(), query, headers, body);
            case Match.OtherMethod other -> throw new GatewayException(ErrorKind.NOT_FOUND,
                    path + " takes " + other.allow() + ", not " + method + ".").withParam("method");
            case Match.Unknown _,Match.Replaced _ -> throw new GatewayException(ErrorKind.NOT_FOUND,
                    "There is nothing at " + path + ".").withParam("path");
        };
    }

    private static Caller caller(Snapshot snapshot, String name) {
        return name.isEmpty()
                ? Caller.ANONYMOUS
                : snapshot.authenticator().named(name)
                        .orElseThrow(() -> new GatewayException(ErrorKind.AUTHENTICATION,
                                "There is no virtual key '" + name + "', or it cannot be used.").withParam("caller"));
    }
}
