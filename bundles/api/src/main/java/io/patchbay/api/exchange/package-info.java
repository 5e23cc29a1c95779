/** What Patchbay hands to a bundle: one client request, its attempts, and answers as pulled frames. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.exchange;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
