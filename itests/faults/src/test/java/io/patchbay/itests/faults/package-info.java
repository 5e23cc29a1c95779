/** Upstreams that misbehave on purpose, behind the packaged product. */
@NullMarked
package io.patchbay.itests.faults;

import org.jspecify.annotations.NullMarked;
