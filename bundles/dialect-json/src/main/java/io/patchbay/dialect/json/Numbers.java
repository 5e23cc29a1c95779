package io.patchbay.dialect.json;

import java.math.BigDecimal;
import java.util.Optional;

/** Reads and writes numbers without losing what they say. */
public final class Numbers {
    /** More digits than any number of the protocol has; a larger exponent would make a number of as many digits. */
    private static final int MAX_SCALE = 400;

    private Numbers() {}

    /** A number as a whole one; empty if it is none, or does not fit. */
    public static Optional<Long> whole(Node.Num number) {
        try {
            BigDecimal value = new BigDecimal(number.json().text());
            return Math.abs((long) value.scale()) > MAX_SCALE ? Optional.empty() : Optional.of(value.longValueExact());
        } catch (ArithmeticException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** A number as text: whole ones without a fraction. */
    public static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
