/** How things go wrong: the kinds of error, and the one exception that carries them. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
