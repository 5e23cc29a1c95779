package io.patchbay.core.internal;

import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A provider's service with what its properties say.
 *
 * @param name the name under which routes and keys know it
 * @param service the provider
 * @param speaks the dialects that it takes requests in, best first; empty for one that takes the neutral model
 * @param models the models that it says it has
 * @param timeouts its time limits
 */
record ProviderEntry(String name, Provider service, List<String> speaks, List<ModelPattern> models,
        Timeouts timeouts) {

    /** Reads the properties of a provider's service. */
    static ProviderEntry of(Provider service, Map<String, ?> properties) {
        Timeouts standard = Timeouts.DEFAULT;
        Timeouts timeouts = new Timeouts(ms(properties, "connectTimeoutMs", standard.connect()),
                ms(properties, "headersTimeoutMs", standard.headers()),
                ms(properties, "firstEventTimeoutMs", standard.firstEvent()),
                ms(properties, "stallTimeoutMs", standard.stall()),
                ms(properties, "timeoutMs", standard.total()));
        return new ProviderEntry(ConfiguredName.of(properties), service, strings(properties, "patchbay.speaks"),
                strings(properties, "models").stream().map(ModelPattern::new).toList(), timeouts);
    }

    /** Whether the provider says that it has the model. */
    boolean has(String model) {
        return ModelPattern.anyMatches(models, model);
    }

    private static Duration ms(Map<String, ?> properties, String name, Duration otherwise) {
        return properties.get(name) instanceof Number number ? Duration.ofMillis(number.longValue()) : otherwise;
    }

    private static List<String> strings(Map<String, ?> properties, String name) {
        return switch (properties.get(name)) {
            case String one -> List.of(one);
            case String[] several -> List.of(several);
            case List<?> several -> several.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }
}
