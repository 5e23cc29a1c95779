package io.patchbay.api.config;

import java.util.Map;
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
}
