/** Calling out: the HTTP client that providers share, and the provider that speaks a dialect over HTTP. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.upstream;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
