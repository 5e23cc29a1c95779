package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.lease.Leases;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A dialect with what is known of it.
 *
 * @param name its name
 * @param endpoints where clients find it
 * @param dialect the service
 * @param leases who uses its bundle
 */
record Served(String name, List<Endpoint> endpoints, Dialect dialect, Leases leases) {
    Served {
        endpoints = List.copyOf(endpoints);
    }

    static Served of(Dialect dialect, Leases leases) {
        return new Served(dialect.name(), dialect.endpoints(), dialect, leases);
    }

    /** Whether a request has a token where the dialect's clients put theirs. */
    boolean authenticates(Headers headers, String query) {
        return using(Optional.of(this), dialect -> dialect.flatMap(one -> one.token(headers, query)).isPresent());
    }

    /** Does something with a dialect, if there is one that does not stop just now. */
    static <T> T using(Optional<Served> served, Function<Optional<Dialect>, T> use) {
        Optional<Served> leased = served.filter(one -> one.leases().take());
        try {
            return use.apply(leased.map(Served::dialect));
        } finally {
            leased.ifPresent(one -> one.leases().giveBack());
        }
    }
}
