package io.patchbay.core.internal;

import io.patchbay.api.exchange.Target;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A target as a route writes it: {@code provider}, or {@code provider/model}, with an optional {@code =weight}.
 *
 * @param provider the provider's name
 * @param model the upstream's model; empty for the one that the client asks for
 * @param weight the share of the traffic; 1 unless written
 */
record TargetSpec(String provider, String model, double weight) {
    TargetSpec {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
    }

    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException where it has no provider, or its weight is not a number from 0 on
     */
    static TargetSpec parse(String text) {
        int equals = text.lastIndexOf('=');
        String place = equals < 0 ? text.strip() : text.substring(0, equals).strip();
        int slash = place.indexOf('/');
        String provider = slash < 0 ? place : place.substring(0, slash);
        String model = slash < 0 ? "" : place.substring(slash + 1);
        double weight = equals < 0 ? 1 : weight(text, text.substring(equals + 1).strip());
        if (provider.isEmpty() || (slash >= 0 && model.isEmpty())) {
            throw new IllegalArgumentException("'" + text + "' is no target: write provider, provider/model or "
                    + "provider/model=weight");
        }
        return new TargetSpec(provider, model, weight);
    }

    /**
     * Reads the targets of a setting.
     *
     * @throws IllegalArgumentException where one cannot be read, naming the setting
     */
    static List<TargetSpec> parseAll(String key, String... texts) {
        try {
            return Stream.of(texts).map(TargetSpec::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads targets whose weight is a share of the requests.
     *
     * @throws IllegalArgumentException where one cannot be read, or its share is more than all, naming the setting
     */
    static List<TargetSpec> parseShares(String key, String... texts) {
        List<TargetSpec> specs = parseAll(key, texts);
        for (TargetSpec spec : specs) {
            if (spec.weight > 1) {
                throw new IllegalArgumentException(key + ": a share is from 0 to 1, not " + spec.weight);
            }
        }
        return specs;
    }

    /** The target for a request that asks for a model. */
    Target target(String asked) {
        return Target.of(provider, model.isEmpty() ? asked : model, weight);
    }

    private static double weight(String target, String text) {
        try {
            double weight = Double.parseDouble(text);
            if (weight >= 0 && Double.isFinite(weight)) {
                return weight;
            }
        } catch (NumberFormatException _) {
            // told below, with the whole target
        }
        throw new IllegalArgumentException("'" + target + "' has no weight: '" + text + "' is not a number from 0 on");
    }
}
