package io.patchbay.core.internal;

import io.patchbay.api.lease.Leases;
import io.patchbay.api.provider.Provider;
import java.util.List;

/**
 * A provider's service with what is known of it.
 *
 * @param info what its properties say
 * @param service the provider
 * @param origin where it comes from
 */
record ProviderEntry(ProviderInfo info, Provider service, Origin origin) {
    String name() {
        return info.name();
    }

    List<String> speaks() {
        return info.speaks();
    }

    Leases leases() {
        return origin.leases();
    }
}
