package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Lets exchanges in: gives each a snapshot with its leases, and before that lets it wait for what it must not do without.
 * It waits without a lease, so that it keeps nothing from being replaced.
 */
final class Admission {
    private final Installed installed;
    private final Successors successors;
    private final RandomGenerator random;

    Admission(Installed installed, Successors successors, RandomGenerator random) {
        this.installed = installed;
        this.successors = successors;
        this.random = random;
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
    Admitted admit(String dialect, Cancellation cancellation) {
        long until = 0;
        while (true) {
            Optional<Snapshot> ready = admitIfReady(dialect);
            if (ready.isPresent()) {
                return new Admitted(ready.get(), Optional.empty());
            }
            until = until == 0 ? successors.until() : until;
            Optional<GatewayException> refusal = await(dialect, cancellation, until);
            if (refusal.isPresent()) {
                return new Admitted(taken(), refusal);
            }
        }
    }

    /** Lets an exchange in if there is all that it must not do without. */
    Optional<Snapshot> admitIfReady(String dialect) {
        while (true) {
            Snapshot snapshot = installed.draw(random);
            if (!snapshot.gone().nothing() && misses(dialect, snapshot)) {
                return Optional.empty();
            }
            if (snapshot.take()) {
                return Optional.of(snapshot);
            }
            installed.withoutClosed();
        }
    }

    /**
     * Waits until an exchange can be let in.
     *
     * @throws GatewayException where it waits in vain, or is cancelled
     */
    void await(String dialect, Cancellation cancellation) {
        Optional<GatewayException> refusal = await(dialect, cancellation, successors.until());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private Optional<GatewayException> await(String dialect, Cancellation cancellation, long until) {
        List<Gone<String>> missed = missed(dialect, installed.snapshot());
        Optional<Snapshot> whole = successors.await(
                now -> isThere(dialect, now, missed) ? Optional.of(now) : Optional.empty(),
                now -> hope(now, missed), cancellation, until);
        return whole.isPresent() ? Optional.empty() : Optional.of(refusal(dialect));
    }

    /** What there is, whatever is missing. */
    private Snapshot taken() {
        while (true) {
            Snapshot snapshot = installed.snapshot();
            if (snapshot.take()) {
                return snapshot;
            }
            installed.withoutClosed();
        }
    }

    private boolean misses(String dialect, Snapshot now) {
        return !now.gone().required().isEmpty() || !missed(dialect, now).isEmpty();
    }

    /** What was withdrawn and is worth waiting for: filters, and the client's dialect. */
    private List<Gone<String>> missed(String dialect, Snapshot now) {
        List<Gone<String>> missed = new ArrayList<>(now.gone().filters());
        Gone<String> spoken = now.gone().dialects().get(dialect);
        if (spoken != null) {
            missed.add(spoken);
        }
        missed.removeIf(gone -> successors.left(gone.window()) == 0);
        return missed;
    }

    /** Whether there is all that was missed at first: what is not waited for any more has not come for that. */
    private boolean isThere(String dialect, Snapshot now, List<Gone<String>> missed) {
        return !misses(dialect, now) && missed.stream().noneMatch(
                gone -> now.gone().filters().contains(gone) || now.gone().dialects().containsValue(gone));
    }

    private long hope(Snapshot now, List<Gone<String>> missed) {
        return Stream.concat(now.gone().required().values().stream(), missed.stream().map(Gone::window))
                .mapToLong(successors::left).max().orElse(0);
    }

    private GatewayException refusal(String dialect) {
        Absent gone = installed.snapshot().gone();
        String missing;
        if (!gone.required().isEmpty()) {
            missing = "The filter '" + gone.required().keySet().iterator().next()
                    + "', without which this gateway answers nothing, is not there";
        } else if (gone.dialects().containsKey(dialect)) {
            missing = "The dialect " + dialect + " is being replaced, and its successor is not there yet";
        } else {
            missing = "A filter of this gateway is being replaced, and its successor is not there yet";
        }
        return new GatewayException(ErrorKind.OVERLOADED, missing + ": try again soon.")
                .withRetryAfter(successors.retryAfter());
    }
}
