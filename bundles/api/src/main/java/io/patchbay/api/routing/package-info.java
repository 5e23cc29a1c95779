/** What a bundle implements that has a say in routing: a balancer, or a language for conditions; and what helps it. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.routing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
