/** Who uses the services of which bundle now, so that a bundle that stops can wait for them. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.lease;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
