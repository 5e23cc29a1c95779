package io.patchbay.api.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The names of the dialects that a {@link io.patchbay.api.provider.Provider} takes requests in, best first.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Speaks {
    /** The dialects' names, such as {@code openai-chat}. */
    String[] value();

    /** Makes the property {@code patchbay.speaks}. */
    String PREFIX_ = "patchbay.";
}
