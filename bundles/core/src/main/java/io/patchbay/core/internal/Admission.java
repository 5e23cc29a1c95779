package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets exchanges in: gives each a snapshot with its leases, and before that lets it wait for what it must not do without.
 * It waits without a lease, so that it keeps nothing from being replaced.
 */
final class Admission {
    private final Installed installed;
    private final Successors successors;

    Admission(Installed installed, Successors successors) {
        this.installed = installed;
        this.successors = successors;
    }

    /**
     * What an exchange goes by.
     *
     * @param snapshot what is there, its leases taken
     * @param refusal why it goes no further, where it waited in vain
     */
    record Admitted(Snapshot snapshot, Optional<GatewayException> refusal) {}

    /**
     * Lets an exchange in.
     *
     * @throws GatewayException if it is cancelled meanwhile
     */
    Admitted admit(Exchange exchange) {
        Snapshot snapshot = installed.snapshot();
        Optional<GatewayException> refusal = Optional.empty();
        long until = 0;
        while (true) {
            if (!snapshot.gone().nothing() && refusal.isEmpty()) {
                until = until == 0 ? successors.until() : until;
                Optional<Snapshot> whole = whole(exchange, snapshot, until);
                refusal = whole.isPresent() ? Optional.empty() : Optional.of(refusal(exchange, snapshot));
                snapshot = whole.orElseGet(installed::snapshot);
            }
            if (snapshot.take()) {
                return new Admitted(snapshot, refusal);
            }
            installed.withoutClosed();
            snapshot = installed.snapshot();
        }
    }

    /** The first snapshot that has all that is missed now; empty if it does not come in time. */
    private Optional<Snapshot> whole(Exchange exchange, Snapshot first, long until) {
        List<Gone<String>> filters = first.gone().filters().stream()
                .filter(filter -> successors.left(filter.window()) > 0).toList();
        if (filters.isEmpty() && first.gone().required().isEmpty() && dialect(exchange, first) == null) {
            return Optional.of(first);
        }
        return successors.await(now -> misses(exchange, now, filters) ? Optional.empty() : Optional.of(now),
                now -> hope(exchange, now, filters), exchange.cancellation(), until);
    }

    private boolean misses(Exchange exchange, Snapshot now, List<Gone<String>> filters) {
        return !now.gone().required().isEmpty() || dialect(exchange, now) != null
                || filters.stream().anyMatch(now.gone().filters()::contains);
    }

    private long hope(Exchange exchange, Snapshot now, List<Gone<String>> filters) {
        long longest = 0;
        for (Window required : now.gone().required().values()) {
            longest = Math.max(longest, successors.left(required));
        }
        for (Gone<String> filter : filters) {
            longest = Math.max(longest, successors.left(filter.window()));
        }
        Gone<String> dialect = dialect(exchange, now);
        return dialect == null ? longest : Math.max(longest, successors.left(dialect.window()));
    }

    /** The client's dialect where it is waited for. */
    private @Nullable Gone<String> dialect(Exchange exchange, Snapshot now) {
        Map<String, Gone<String>> dialects = now.gone().dialects();
        return dialects.isEmpty()
                ? null
                : successors.awaited(dialects, exchange.request().dialect()).orElse(null);
    }

    private GatewayException refusal(Exchange exchange, Snapshot first) {
        Snapshot now = installed.snapshot();
        if (!now.gone().required().isEmpty()) {
            return again("The filter '" + now.gone().required().keySet().iterator().next()
                    + "', without which this gateway answers nothing, is not there");
        }
        return again(first.dialects().containsKey(exchange.request().dialect())
                || !first.gone().dialects().containsKey(exchange.request().dialect())
                        ? "A filter of this gateway is being replaced, and its successor is not there yet"
                        : "The dialect " + exchange.request().dialect()
                                + " is being replaced, and its successor is not there yet");
    }

    private GatewayException again(String message) {
        return new GatewayException(ErrorKind.OVERLOADED, message + ": try again soon.")
                .withRetryAfter(successors.retryAfter());
    }
}
