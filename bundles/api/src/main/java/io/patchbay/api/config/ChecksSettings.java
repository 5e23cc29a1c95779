package io.patchbay.api.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The settings that a {@link SettingsCheck} checks.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ChecksSettings {
    /** The PID, or the factory PID, of the settings. */
    String value();

    /** Makes the property {@code patchbay.checks.settings}. */
    String PREFIX_ = "patchbay.";
}
