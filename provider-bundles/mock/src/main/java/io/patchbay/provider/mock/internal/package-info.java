/** The mock provider. */
@NullMarked
package io.patchbay.provider.mock.internal;

import org.jspecify.annotations.NullMarked;
