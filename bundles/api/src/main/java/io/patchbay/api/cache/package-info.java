/** What a cache bundle implements: a store of answers. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.cache;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
