package io.patchbay.core.internal;

import io.patchbay.api.dialect.Dialect;

/**
 * A dialect's service with what is known of it.
 *
 * @param name its name
 * @param service the dialect
 * @param origin where it comes from
 */
record DialectEntry(String name, Dialect service, Origin origin) {}
