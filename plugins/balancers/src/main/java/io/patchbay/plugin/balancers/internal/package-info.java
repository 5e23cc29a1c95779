/** The balancers: each a policy by which a route's targets are put in order. */
@NullMarked
package io.patchbay.plugin.balancers.internal;

import org.jspecify.annotations.NullMarked;
