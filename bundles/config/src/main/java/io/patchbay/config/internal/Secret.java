package io.patchbay.config.internal;

import io.patchbay.config.internal.Schema.Attribute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.AttributeDefinition;

/** What a secret is among the settings, and what is shown in its place. */
final class Secret {
    /** What is shown; a client that sends it back means what is there. */
    static final String MASK = "***";

    private Secret() {}

    /** Whether a setting is one: its key begins with a dot, or Metatype calls it a password. */
    static boolean is(String key, @Nullable Attribute attribute) {
        return key.startsWith(".")
                || (attribute != null && attribute.definition().getType() == AttributeDefinition.PASSWORD);
    }

    /** Whether a secret's value tells it: text, or an element of a list, that is not all references. */
    static boolean isPlain(Object value) {
        return value instanceof List<?> list
                ? list.stream().anyMatch(Secret::isPlain)
                : !(value instanceof String text && (text.isEmpty() || ValueReference.isAll(text)));
    }

    /** Sections without what is secret in them. */
    static Map<String, Map<String, Object>> mask(Map<String, Map<String, Object>> sections, Schema schema) {
        Map<String, Map<String, Object>> masked = new LinkedHashMap<>();
        sections.forEach((pid, values) -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            values.forEach((key, value) -> shown.put(key, schema.isSecret(pid, key) ? masked(value) : value));
            masked.put(pid, shown);
        });
        return masked;
    }

    private static Object masked(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Secret::masked).toList()
                : isPlain(value) ? MASK : value;
    }

    /** Whether a value has a mask in it. */
    static boolean isMasked(Object value) {
        return value instanceof List<?> list ? list.contains(MASK) : MASK.equals(value);
    }

    /**
     * A value with what was there before in the place of masks. They stay where nothing was, and in a list of another
     * length, in which they do not say what they stand for.
     */
    static Object unmask(Object value, @Nullable Object before) {
        if (value instanceof List<?> list) {
            return before instanceof List<?> old && old.size() == list.size()
                    ? IntStream.range(0, list.size())
                            .<Object>mapToObj(i -> MASK.equals(list.get(i)) ? old.get(i) : list.get(i))
                            .toList()
                    : value;
        }
        return MASK.equals(value) && before != null ? before : value;
    }
}
