package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.exchange.ModelPattern;

/**
 * What tokens of some targets cost.
 *
 * @param target the targets, as {@code provider/model}
 * @param perMillionTokens a million of input and a million of output together, in USD
 */
record Price(ModelPattern target, double perMillionTokens) {
    /**
     * Reads a price as the settings have it: {@code provider/model=input,output}.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Price parse(String text) {
        int equals = text.lastIndexOf('=');
        int comma = text.indexOf(',', equals);
        String target = text.substring(0, Math.max(0, equals)).strip();
        if (comma < 0 || target.indexOf('/') < 1) {
            throw none(text);
        }
        return new Price(new ModelPattern(target),
                dollars(text, text.substring(equals + 1, comma)) + dollars(text, text.substring(comma + 1)));
    }

    private static double dollars(String price, String text) {
        try {
            double dollars = Double.parseDouble(text.strip());
            if (dollars >= 0 && Double.isFinite(dollars)) {
                return dollars;
            }
        } catch (NumberFormatException _) {
            // told below, with the whole price
        }
        throw none(price);
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException("prices: '" + text + "' is no price: write provider/model=input,output, in "
                + "USD per million tokens");
    }
}
