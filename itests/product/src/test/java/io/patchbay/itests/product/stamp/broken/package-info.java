/** What becomes a broken version of a bundle in a test. */
@NullMarked
package io.patchbay.itests.product.stamp.broken;

import org.jspecify.annotations.NullMarked;
