/** Conditions of routes in CEL. */
@NullMarked
package io.patchbay.plugin.celconditions.internal;

import org.jspecify.annotations.NullMarked;
