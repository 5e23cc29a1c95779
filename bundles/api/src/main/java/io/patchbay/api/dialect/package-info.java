/** What a dialect bundle implements: one wire protocol, both faces. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.dialect;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
