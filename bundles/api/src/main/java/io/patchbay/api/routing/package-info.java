/** What a balancer bundle implements, the targets that it puts in order, and what it may know of them. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.routing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
