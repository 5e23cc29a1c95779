/** The data-plane server. */
@NullMarked
package io.patchbay.ingress.internal;

import org.jspecify.annotations.NullMarked;
