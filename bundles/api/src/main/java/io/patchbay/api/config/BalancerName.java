package io.patchbay.api.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The name by which routes choose a {@link io.patchbay.api.routing.Balancer}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface BalancerName {
    /** The name, such as {@code weighted}. */
    String value();

    /** Makes the property {@code patchbay.balancer.name}. */
    String PREFIX_ = "patchbay.";
}
