package io.patchbay.api.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Where a {@link io.patchbay.api.filter.Filter} stands: lower ones see the request first and the answer last. A filter
 * without it stands at 0; at the same place the older service is first.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface FilterOrder {
    /** The place of the filter. */
    int value() default 0;

    /** Makes the property {@code patchbay.filter.order}. */
    String PREFIX_ = "patchbay.";
}
