package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.lease.Leases;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a bundle go: nobody begins to use it any more, and what lasts longer than the bound is cancelled. Who closed its
 * leases to stop it waits for that himself; a bundle that somebody stops without that is waited for here.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    /** What the cancelled get to leave the bundle's code. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Installed installed;
    private final Running running;
    private final Duration grace;
    /** What was told to end. */
    private final Set<Leases> cancelled = new HashSet<>();
    private volatile Duration atMost;

    Drain(Installed installed, Running running, Duration atMost) {
        this(installed, running, atMost, GRACE);
    }

    Drain(Installed installed, Running running, Duration atMost, Duration grace) {
        this.installed = installed;
        this.running = running;
        this.atMost = atMost;
        this.grace = grace;
    }

    /** Changes the bound. */
    void limit(Duration longest) {
        atMost = longest;
    }

    /** Waits, on the thread that stops the bundle. */
    void drain(Leases bundle) {
        bundle.close();
        installed.withoutClosed();
        Duration bound = atMost;
        if (!bundle.drain(bound)) {
            cancel(bundle, bound);
            if (!bundle.drain(bound.plus(grace))) {
                LOG.warn("bundle {} stops while it is still used: {}", bundle.bundleId(), bundle);
            }
        }
        installed.drained(bundle);
    }

    /** Cancels what is overdue. For one thread. */
    void cancelOverdue() {
        List<Leases> closing = installed.closing();
        cancelled.retainAll(closing);
        Duration bound = atMost;
        for (Leases bundle : closing) {
            if (bundle.overdue(bound) && cancelled.add(bundle)) {
                cancel(bundle, bound);
            }
        }
    }

    private void cancel(Leases bundle, Duration bound) {
        LOG.warn("{} uses of bundle {}, which stops, take longer than {} ms: they are cancelled", bundle.taken(),
                bundle.bundleId(), bound.toMillis());
        running.cancel(bundle, replaced(bound));
    }

    /** What those are told that are cancelled. */
    static GatewayException replaced(Duration bound) {
        return new GatewayException(ErrorKind.OVERLOADED, "A part of the gateway that this request uses is being "
                + "replaced, and was waited for no longer than " + bound.toMillis() + " ms: send it again.")
                .withRetryAfter(Duration.ofSeconds(1));
    }
}
