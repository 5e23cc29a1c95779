/** The packaged bundles in an OSGi framework, seen by another bundle. */
@NullMarked
package io.patchbay.itests.container;

import org.jspecify.annotations.NullMarked;
