/** What a provider bundle implements: one upstream service of a kind. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
