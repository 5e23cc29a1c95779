/** The pipeline: filters, cache, routes, keys, attempts. {@link io.patchbay.core.internal.CoreGateway} is the way in. */
@NullMarked
package io.patchbay.core.internal;

import org.jspecify.annotations.NullMarked;
