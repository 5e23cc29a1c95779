/** The balancer that spreads requests by weight. */
@NullMarked
package io.patchbay.plugin.weightedbalancer.internal;

import org.jspecify.annotations.NullMarked;
