package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.lease.Leases;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Bundles that are only numbers. */
final class Bundles {
    private static final AtomicLong NUMBERS = new AtomicLong(1L << 40);

    private Bundles() {}

    /** A bundle. */
    static Leases bundle() {
        return Leases.of(NUMBERS.incrementAndGet());
    }

    /** A dialect of a bundle of its own. */
    static Served served(Dialect dialect) {
        return Served.of(dialect, bundle());
    }

    /** A router over dialects that are all there. */
    static Router router(List<Dialect> dialects) {
        return new Router(dialects.stream().map(Bundles::served).toList(), List.of());
    }
}
