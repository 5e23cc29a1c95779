package io.patchbay.core.internal;

/**
 * A service that was there and whose successor may be on its way. Holds nothing of its bundle's classes.
 *
 * @param what what is known of it
 * @param origin where it came from
 * @param window how long a successor is waited for
 */
record Gone<T>(T what, Origin origin, Window window) {}
