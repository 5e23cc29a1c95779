package io.patchbay.api.routing;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A language in which a route says, by its setting {@code when}, which requests it is for.
 *
 * <p>Registered as a service, of which one is used; got only when a route has such a setting. Safe for use by many
 * threads.
 */
@ConsumerType
@FunctionalInterface
public interface ConditionReader {
    /**
     * Reads an expression; it is read once and asked often.
     *
     * @throws IllegalArgumentException if it is wrong; the message says what is, and where
     */
    Condition read(String expression);
}
