/** Starts the product: makes the home, starts the framework with the distribution's bundles, says when it is up. */
@NullMarked
package io.patchbay.launcher;

import org.jspecify.annotations.NullMarked;
