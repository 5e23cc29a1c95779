/** The configuration document. */
@NullMarked
package io.patchbay.config.internal;

import org.jspecify.annotations.NullMarked;
