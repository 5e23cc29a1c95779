package io.patchbay.api.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The operations that a {@link io.patchbay.api.provider.Provider} has beyond those that every provider of its dialects
 * has.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Surfaces {
    /** The operations' names, such as {@code images}. */
    String[] value();

    /** Makes the property {@code patchbay.surfaces}. */
    String PREFIX_ = "patchbay.";
}
