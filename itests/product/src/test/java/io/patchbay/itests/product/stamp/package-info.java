/** What becomes a bundle of its own in a test: it must need nothing of the tests. */
@NullMarked
package io.patchbay.itests.product.stamp;

import org.jspecify.annotations.NullMarked;
