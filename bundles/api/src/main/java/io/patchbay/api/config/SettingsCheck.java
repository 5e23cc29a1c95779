package io.patchbay.api.config;

import java.util.Map;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Checks what Metatype cannot describe of some settings, such as the syntax of a text, so that what is wrong is refused
 * before it is applied. What it does not find is the component's to deal with: settings are applied before every bundle
 * has started.
 *
 * <p>Registered as a service with {@link ChecksSettings}. Safe for use by many threads.
 */
@ConsumerType
@FunctionalInterface
public interface SettingsCheck {
    /**
     * Checks the settings of one configuration.
     *
     * @param settings the values by their keys, each of the type that Metatype says; what is not set is not there
     * @return what is wrong, in words, by the key; empty where nothing is
     */
    Map<String, String> check(Map<String, Object> settings);

    /**
     * Finds out by reading it whether the value of one key is right.
     *
     * @param settings the values by their keys
     * @param key the key to look at
     * @param reader reads the value, and throws an {@link IllegalArgumentException} that says what is wrong with it; where
     *        that begins with the key and a colon, they are left out
     * @return what is wrong, by the key; empty where nothing is, or the key is not set
     */
    static Map<String, String> unreadable(Map<String, Object> settings, String key, Consumer<Object> reader) {
        Object value = settings.get(key);
        if (value == null) {
            return Map.of();
        }
        try {
            reader.accept(value);
            return Map.of();
        } catch (IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage());
            return Map.of(key, said.startsWith(key + ": ") ? said.substring(key.length() + 2) : said);
        }
    }
}
