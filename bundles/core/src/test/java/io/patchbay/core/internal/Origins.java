package io.patchbay.core.internal;

import io.patchbay.api.lease.Leases;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Bundles and services that are only numbers. */
final class Origins {
    private static final AtomicLong NUMBERS = new AtomicLong(1L << 40);

    private Origins() {}

    /** A service of a bundle of its own. */
    static Origin of(Map<String, ?> properties) {
        return of(bundle(), "bundle", properties);
    }

    /** A service of a bundle. */
    static Origin of(Leases bundle, String symbolicName, Map<String, ?> properties) {
        return new Origin(NUMBERS.incrementAndGet(), symbolicName, "1.0.0", Origin.pid(properties),
                properties.containsKey("service.pid"), bundle);
    }

    /** A bundle. */
    static Leases bundle() {
        return Leases.of(NUMBERS.incrementAndGet());
    }
}
