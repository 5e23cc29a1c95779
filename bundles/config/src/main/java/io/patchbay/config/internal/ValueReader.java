package io.patchbay.config.internal;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.metatype.AttributeDefinition;

/** Turns what a document says into the value that Config Admin gets, as Metatype wants it or, without, as it stands. */
final class ValueReader {
    /** Says what was expected in place of the value. */
    static final class UnexpectedValueException extends Exception {
        UnexpectedValueException(String message) {
            super(message);
        }
    }

    private ValueReader() {}

    /**
     * The value in the attribute's type and cardinality.
     *
     * @param secret whether no message may show it
     */
    static Object read(Object value, AttributeDefinition attribute, boolean secret) throws UnexpectedValueException {
        Type type = Type.of(attribute);
        if (attribute.getCardinality() == 0) {
            if (value instanceof List<?>) {
                throw new UnexpectedValueException("expected " + type.expected + ", found a list");
            }
            return scalar(value, type, attribute, secret);
        }
        if (!(value instanceof List<?> list)) {
            throw new UnexpectedValueException("expected a list, found " + found(value, secret));
        }
        // A reference stands for a value of any type, but its own type is String.
        boolean references = list.stream().anyMatch(ValueReference::isIn);
        Object array = Array.newInstance(references ? String.class : type.java, list.size());
        for (int i = 0; i < list.size(); i++) {
            Object element = scalar(list.get(i), type, attribute, secret);
            Array.set(array, i, references ? element.toString() : element);
        }
        return array;
    }

    /** The value where nothing is known of it: String, Boolean, Long or Double, or an array of one of these. */
    static Object read(Object value) throws UnexpectedValueException {
        if (!(value instanceof List<?> list)) {
            return plain(value);
        }
        List<Object> values = list.stream().map(ValueReader::plain).toList();
        Class<?> type = values.isEmpty() ? String.class : values.getFirst().getClass();
        if (!values.stream().allMatch(type::isInstance)) {
            throw new UnexpectedValueException("expected a list of values of one type");
        }
        return values.toArray((Object[]) Array.newInstance(type, 0));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case BigInteger number -> number.longValue();
            case BigDecimal number -> number.doubleValue();
            default -> value;
        };
    }

    private static Object scalar(Object value, Type type, AttributeDefinition attribute, boolean secret)
            throws UnexpectedValueException {
        if (ValueReference.isIn(value)) {
            return value;
        }
        Object read;
        try {
            read = type.read(value);
        } catch (ArithmeticException e) {
            throw new UnexpectedValueException("expected " + type.expected + ", found " + found(value, secret));
        }
        if (read == null) {
            throw new UnexpectedValueException("expected " + type.expected + ", found " + found(value, secret));
        }
        String complaint = attribute.validate(escaped(read.toString()));
        if (complaint != null && !complaint.isEmpty() && !read.toString().isEmpty()) {
            throw new UnexpectedValueException(complaint(complaint, attribute) + ": " + found(value, secret));
        }
        return read;
    }

    private static String complaint(String complaint, AttributeDefinition attribute) {
        String[] options = attribute.getOptionValues();
        return options != null && options.length > 0
                ? "expected one of " + String.join(", ", options)
                : complaint.startsWith("%") ? complaint.substring(1) : complaint;
    }

    private static String found(Object value, boolean secret) {
        return switch (value) {
            case Object hidden when secret -> "something else";
            case String text -> "text \"" + text + "\"";
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    /** Metatype splits what it validates at commas. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(",", "\\,").replace(" ", "\\ ");
    }
}
