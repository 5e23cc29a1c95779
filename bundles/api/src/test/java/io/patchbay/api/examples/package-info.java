/** What third parties write most: each in about ten lines, to prove that the API lets them. */
@NullMarked
package io.patchbay.api.examples;

import org.jspecify.annotations.NullMarked;
