/** What a filter bundle implements: a pre- or post-processing hook around an exchange. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.filter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
