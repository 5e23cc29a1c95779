package io.patchbay.api.exchange;

import java.util.Objects;

/**
 * A place where a request may be answered: a provider and the model to ask it for.
 *
 * <p>Immutable. Two targets are equal if provider and model are.
 */
public final class Target {
    private final String provider;
    private final String model;
    private final double weight;

    private Target(String provider, String model, double weight) {
        this.provider = Objects.requireNonNull(provider, "provider");
        this.model = Objects.requireNonNull(model, "model");
        this.weight = weight;
    }

    /**
     * A target.
     *
     * @param provider the provider's name
     * @param model the model's name at that provider
     * @param weight its share of the traffic, relative to its neighbours, 0 or more
     * @throws IllegalArgumentException for a weight that is negative or no number
     */
    public static Target of(String provider, String model, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("a weight is a number from 0 on, not " + weight);
        }
        return new Target(provider, model, weight);
    }

    /** The provider's name in the configuration. */
    public String provider() {
        return provider;
    }

    /** The model's name at that provider. */
    public String model() {
        return model;
    }

    /** The target's share of the traffic, relative to its neighbours. */
    public double weight() {
        return weight;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target that && provider.equals(that.provider) && model.equals(that.model);
    }

    @Override
    public int hashCode() {
        return 31 * provider.hashCode() + model.hashCode();
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
