package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Gateway;
import java.util.Optional;

/**
 * All that a request is served by; a request reads it once.
 *
 * @param settings the limits
 * @param router the endpoints
 * @param authenticator who is let in
 * @param gateway the pipeline; empty while its bundle is not there
 */
record Snapshot(Settings settings, Router router, Authenticator authenticator, Optional<Gateway> gateway) {
    Snapshot withRouter(Router other) {
        return new Snapshot(settings, other, authenticator, gateway);
    }

    Snapshot withAccess(Settings otherSettings, Authenticator other) {
        return new Snapshot(otherSettings, router, other, gateway);
    }

    Snapshot withGateway(Optional<Gateway> other) {
        return new Snapshot(settings, router, authenticator, other);
    }
}
