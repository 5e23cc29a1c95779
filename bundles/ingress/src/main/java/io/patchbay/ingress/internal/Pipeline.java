package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.lease.Leases;

/** What answers exchanges. */
sealed interface Pipeline {
    /**
     * It is there.
     *
     * @param gateway the service
     * @param leases who uses its bundle
     */
    record There(Gateway gateway, Leases leases) implements Pipeline {}

    /**
     * It is not there.
     *
     * @param bundleId the bundle that it was of
     * @param window how long its successor is waited for
     */
    record Gone(long bundleId, Window window) implements Pipeline {}

    /** It was never there. */
    record Missing() implements Pipeline {}
}
