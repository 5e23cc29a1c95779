/** The Felix Web Console as a part of the product: who gets in, what its forms do, and the gateway's log in it. */
@NullMarked
package io.patchbay.console.internal;

import org.jspecify.annotations.NullMarked;
