package io.patchbay.core.internal;

import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.exchange.WireRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a provider's service says of itself by its properties; known longer than the service is there.
 *
 * @param name the name under which routes and keys know it
 * @param type the kind of provider, as in {@code io.patchbay.provider.<type>~<name>}
 * @param address what its settings say of where the upstream is
 * @param speaks the dialects that it takes requests in, best first; empty for one that takes the neutral model
 * @param surfaces the operations that it has beyond those of its dialects
 * @param models the models that it says it has
 * @param prefill how it is told what its models have begun to say
 * @param timeouts its time limits
 * @param limits how it is spared
 */
record ProviderInfo(String name, String type, List<String> address, List<String> speaks, List<String> surfaces,
        List<ModelPattern> models, Prefill prefill, Timeouts timeouts, ProviderLimits limits) {

    private static final List<String> ADDRESS = List.of("baseUrl", "region", "location");

    /** Reads the properties of a provider's service. */
    static ProviderInfo of(Map<String, ?> properties) {
        Timeouts standard = Timeouts.DEFAULT;
        Timeouts timeouts = new Timeouts(ms(properties, "connectTimeoutMs", standard.connect()),
                ms(properties, "headersTimeoutMs", standard.headers()),
                ms(properties, "firstEventTimeoutMs", standard.firstEvent()),
                ms(properties, "stallTimeoutMs", standard.stall()),
                ms(properties, "timeoutMs", standard.total()));
        return new ProviderInfo(ConfiguredName.of(properties), ConfiguredName.providerType(properties),
                ADDRESS.stream().map(key -> String.valueOf(properties.get(key))).toList(),
                strings(properties, "patchbay.speaks"), strings(properties, "patchbay.surfaces"),
                patterns(properties, "models"),
                Prefill.of(properties, patterns(properties, "prefill")), timeouts, ProviderLimits.of(properties));
    }

    /** Whether another configuration of the name leads to the same upstream. */
    boolean isAt(ProviderInfo other) {
        return type.equals(other.type) && address.equals(other.address);
    }

    /** Whether the provider says that it has the model. */
    boolean has(String model) {
        return ModelPattern.anyMatches(models, model);
    }

    /** Whether a model goes on from what it is told that it has begun to say. */
    boolean prefills(String model) {
        return ModelPattern.anyMatches(prefill.models(), model);
    }

    /** Whether it can be asked for what a request is for, which not every provider can. */
    boolean offers(WireRequest request) {
        return !request.surface()
                || (speaks.contains(request.dialect()) && surfaces.contains(request.operation().name()));
    }

    private static Duration ms(Map<String, ?> properties, String name, Duration otherwise) {
        return properties.get(name) instanceof Number number ? Duration.ofMillis(number.longValue()) : otherwise;
    }

    private static List<ModelPattern> patterns(Map<String, ?> properties, String name) {
        return strings(properties, name).stream().map(ModelPattern::new).toList();
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
