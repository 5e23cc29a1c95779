/** What a listener bundle implements: an observer of finished exchanges. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.listen;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
