package io.patchbay.plugin.balancers.internal;

import java.util.Map;
import java.util.function.Consumer;

/** What of some settings cannot be read, found out by reading it. */
final class Unreadable {
    private Unreadable() {}

    /** What is wrong with the value of a key, whose reader says it with an exception that begins with the key. */
    static Map<String, String> in(Map<String, Object> settings, String key, Consumer<Object> reader) {
        Object value = settings.get(key);
        if (value != null) {
            try {
                reader.accept(value);
            } catch (IllegalArgumentException e) {
                return Map.of(key, String.valueOf(e.getMessage()).replaceFirst("^" + key + ": ", ""));
            }
        }
        return Map.of();
    }
}
