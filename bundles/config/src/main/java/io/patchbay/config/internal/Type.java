package io.patchbay.config.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.AttributeDefinition;

/** The scalar types that a setting may have. */
enum Type {
    STRING(String.class, "text"), BOOLEAN(Boolean.class, "true or false"), BYTE(Byte.class,
            "a whole number from -128 to 127"), SHORT(Short.class, "a whole number from -32768 to 32767"), INTEGER(
                    Integer.class, "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE), LONG(
                            Long.class, "a whole number"), FLOAT(Float.class, "a number"), DOUBLE(Double.class,
                                    "a number"), CHARACTER(Character.class, "one character");

    /** The class that Config Admin gets. */
    final Class<?> java;
    /** What a person is told to write. */
    final String expected;

    Type(Class<?> java, String expected) {
        this.java = java;
        this.expected = expected;
    }

    /** The type of a Metatype attribute. */
    static Type of(AttributeDefinition attribute) {
        return switch (attribute.getType()) {
            case AttributeDefinition.BOOLEAN -> BOOLEAN;
            case AttributeDefinition.BYTE -> BYTE;
            case AttributeDefinition.SHORT -> SHORT;
            case AttributeDefinition.INTEGER -> INTEGER;
            case AttributeDefinition.LONG -> LONG;
            case AttributeDefinition.FLOAT -> FLOAT;
            case AttributeDefinition.DOUBLE -> DOUBLE;
            case AttributeDefinition.CHARACTER -> CHARACTER;
            default -> STRING;
        };
    }

    /** What Metatype writes as text, in the shape of a document's value; the text where it is none of this type. */
    Object parse(String text) {
        try {
            return switch (this) {
                case STRING, CHARACTER -> text;
                case BOOLEAN -> Boolean.valueOf(text);
                case BYTE, SHORT, INTEGER, LONG -> new BigInteger(text.strip());
                case FLOAT, DOUBLE -> new BigDecimal(text.strip());
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /**
     * The value in this type; null where it has another.
     *
     * @throws ArithmeticException if it is out of range
     */
    @Nullable
    Object read(Object value) {
        return switch (this) {
            case STRING -> value instanceof String ? value : null;
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case CHARACTER -> value instanceof String text && text.length() == 1 ? text.charAt(0) : null;
            case BYTE -> value instanceof BigInteger number ? number.byteValueExact() : null;
            case SHORT -> value instanceof BigInteger number ? number.shortValueExact() : null;
            case INTEGER -> value instanceof BigInteger number ? number.intValueExact() : null;
            case LONG -> value instanceof BigInteger number ? number.longValueExact() : null;
            case FLOAT -> value instanceof Number number ? new BigDecimal(number.toString()).floatValue() : null;
            case DOUBLE -> value instanceof Number number ? new BigDecimal(number.toString()).doubleValue() : null;
        };
    }
}
