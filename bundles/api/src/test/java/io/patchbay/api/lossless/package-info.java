/** Proof that what only one vendor can say goes through the neutral model and comes out again. */
@NullMarked
package io.patchbay.api.lossless;

import org.jspecify.annotations.NullMarked;
