package io.patchbay.core.internal;

import io.patchbay.api.lease.Leases;
import java.util.Optional;

/**
 * That some route's condition cannot be asked, because who reads conditions is not there.
 *
 * @param reader where who read them came from; empty where nobody has
 * @param window how long somebody who does is waited for
 */
record Unread(Optional<Origin> reader, Window window) {
    private static final String USUAL_BUNDLE = "io.patchbay.plugin.celconditions";

    /** The symbolic name of the bundle that is missing. */
    String bundle() {
        return reader.map(Origin::bundle).orElse(USUAL_BUNDLE);
    }

    /** Whether it makes sense to wait: nobody comes after what was stopped for good. */
    boolean successorExpected() {
        return reader.isEmpty() || reader.get().leases().successorExpected();
    }

    /** Whether a bundle is the one that read them. */
    boolean isOf(Leases bundle) {
        return reader.isPresent() && reader.get().leases().equals(bundle);
    }
}
