package io.patchbay.core.internal;

import io.patchbay.api.lease.Leases;
import io.patchbay.api.provider.DialectsByModel;
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

    /** The dialects in which it takes requests for a model, best first. */
    List<String> speaks(String model) {
        return service instanceof DialectsByModel chooser ? chooser.dialects(model) : info.speaks();
    }

    Leases leases() {
        return origin.leases();
    }
}
