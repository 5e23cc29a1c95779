package io.patchbay.core.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.lease.Leases;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The exchanges under way, so that those that keep a bundle from stopping for too long can be cancelled. */
final class Running {
    private final Set<ExchangeRun> exchanges = ConcurrentHashMap.newKeySet();

    void begins(ExchangeRun exchange) {
        exchanges.add(exchange);
    }

    void ends(ExchangeRun exchange) {
        exchanges.remove(exchange);
    }

    /** How many there are. */
    int size() {
        return exchanges.size();
    }

    /** Cancels what keeps a bundle from stopping. */
    void cancel(Leases bundle, GatewayException reason) {
        exchanges.forEach(exchange -> exchange.cancelIfHolding(bundle, reason));
    }

    /** Cancels all. */
    void cancelAll(GatewayException reason) {
        exchanges.forEach(exchange -> exchange.cancel(reason));
    }
}
