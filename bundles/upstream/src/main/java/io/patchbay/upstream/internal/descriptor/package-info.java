/** Providers that are a JSON descriptor in a bundle without code. */
@NullMarked
package io.patchbay.upstream.internal.descriptor;

import org.jspecify.annotations.NullMarked;
